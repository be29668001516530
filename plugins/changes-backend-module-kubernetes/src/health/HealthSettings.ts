import { z } from 'zod';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'changes.kubernetes.health';
const DAY_SECONDS = 86_400;

function seconds(fallback: number) {
  return z
    .int()
    .min(0)
    .max(30 * DAY_SECONDS)
    .default(fallback);
}

/** A section of `changes.kubernetes.health`, each of whose settings has a default. */
function section<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape).prefault({} as never);
}

/**
 * Thresholds of the detectors, a section each. Every rule has a source: Kubernetes' own defaults where there are any (a Deployment's
 * `progressDeadlineSeconds` of 600, the kubelet's back-off that begins anew after 10 minutes).
 */
const settings = z.strictObject({
  /** Detectors that are switched off, by name. */
  off: z.array(z.string().min(1).max(100)).max(100).default([]),
  /** An issue is over once nothing was found for so long. */
  quietSeconds: seconds(30),
  /** Whether the last lines of a crashed container's log are kept with the issue. They may hold what nobody should read. */
  logTail: z.boolean().default(false),
  availability: section({
    /** Fewer pods than wanted count once it has lasted for so long. */
    afterSeconds: seconds(30),
    /** With fewer available pods a workload is unhealthy, not just degraded: a number or a percentage of those wanted, rounded up. A PodDisruptionBudget says it better. */
    minAvailable: z
      .union([
        z.int().min(0),
        z.string().regex(/^(100|\d?\d)%$/, 'is a number or a percentage: 50%'),
      ])
      .default('50%'),
  }),
  crashLoop: section({
    /** A container that has crashed at least so often, and not recovered since, crashes again and again. */
    restarts: z.int().min(1).max(100).default(2),
    /** It has recovered when it has been ready for so long. */
    recoverySeconds: seconds(120),
  }),
  restarts: section({
    /** So many restarts of all pods of a workload within the window are rising restarts. */
    count: z.int().min(1).max(10_000).default(3),
    withinSeconds: z.int().min(60).max(3600).default(1800),
  }),
  imagePull: section({
    /** The first failure may be a registry's hiccup. */
    afterSeconds: seconds(10),
  }),
  containerConfig: section({
    /** A ConfigMap may come a moment after the pod. */
    afterSeconds: seconds(10),
  }),
  mount: section({
    /** The volume of the pod before comes free within so long, as a rule. */
    afterSeconds: seconds(60),
  }),
  unschedulable: section({
    /** An autoscaler of nodes may take so long to bring one. */
    afterSeconds: seconds(60),
  }),
  oomKilled: section({
    /** For so long a kill counts: the kubelet itself forgets a crash after 10 minutes. */
    withinSeconds: seconds(600),
  }),
  probe: section({
    /** A container that was ready counts as failing after so long. */
    afterSeconds: seconds(30),
    /** One that never was, after so long. */
    startingSeconds: seconds(120),
  }),
  evicted: section({
    /** For so long an eviction for want of a node's resources counts. */
    withinSeconds: seconds(600),
  }),
  preempted: section({
    /** For so long it counts that pods were taken away for others. */
    withinSeconds: seconds(600),
  }),
  terminating: section({
    /** So long after its grace period a pod may still be there. */
    afterSeconds: seconds(60),
  }),
  rolloutPaused: section({
    /** A rollout that somebody paused counts as forgotten after so long. */
    afterSeconds: seconds(3600),
  }),
  autoscaler: section({
    /** An autoscaler counts as being at its maximum after so long. */
    afterSeconds: seconds(600),
  }),
  autoscalerMetrics: section({
    /** New pods have no metrics for a while. */
    afterSeconds: seconds(300),
  }),
  job: section({
    /** A failed Job lies there until somebody deletes it; so long it counts. */
    forSeconds: seconds(DAY_SECONDS),
  }),
  cronJob: section({
    /** `first`: one issue from the first failed run until one succeeds; `any`: one a failed run. */
    failing: z.enum(['first', 'any']).default('first'),
    /** A run that was due counts as missed after so long. */
    missedAfterSeconds: seconds(300),
  }),
  claim: section({
    /** So long a volume may take to be made. */
    afterSeconds: seconds(300),
  }),
  drain: section({
    /** So long a budget may hold up a drain. */
    afterSeconds: seconds(600),
  }),
  quota: section({
    /** A quota counts as used up after so long. */
    afterSeconds: seconds(900),
  }),
  endpoints: section({
    /** A Service may be without endpoints for so long. */
    afterSeconds: seconds(30),
    /** One that leads to no workload at all, for so long. */
    orphanAfterSeconds: seconds(600),
  }),
  node: section({
    /** A bad condition counts once it has lasted for so long. */
    afterSeconds: seconds(60),
    /** A node that has come so recently is still starting. */
    youngSeconds: seconds(180),
  }),
  delivery: section({
    /** So long Argo CD may take to bring an Application in sync. */
    outOfSyncAfterSeconds: seconds(900),
    /** So long what a delivery tool delivered may be degraded. */
    degradedAfterSeconds: seconds(300),
  }),
  certificate: section({
    /** A certificate is near its end so long before it. */
    beforeSeconds: z
      .int()
      .min(0)
      .max(365 * DAY_SECONDS)
      .default(14 * DAY_SECONDS),
    /** So long issuing one may take. */
    notReadyAfterSeconds: seconds(600),
  }),
});

export type HealthSettings = z.infer<typeof settings>;

/** What holds where nobody says otherwise. */
export const DEFAULT_HEALTH_SETTINGS: HealthSettings = settings.parse({});

/**
 * Reads `changes.kubernetes.health`.
 * @throws InputError naming the field that does not fit
 */
export function healthSettingsFrom(config: Config): HealthSettings {
  const read = settings.safeParse(config.getOptional(KEY) ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = [KEY, ...issue.path].join('.');
  throw new InputError(
    issue.code === 'unrecognized_keys'
      ? `${place}: '${issue.keys[0]}' is no setting; docs/sources/kubernetes.md lists them`
      : `${place}: ${issue.message}`,
  );
}
