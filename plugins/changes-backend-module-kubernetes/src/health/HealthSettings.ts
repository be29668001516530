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
  rolloutPaused: section({
    /** A rollout that somebody paused counts as forgotten after so long. */
    afterSeconds: seconds(3600),
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
