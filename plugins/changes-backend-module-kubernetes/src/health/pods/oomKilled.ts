import { parseQuantity } from '../../interpret/quantity';
import type { Detector, Finding } from '../Detector';
import type { HealthSettings } from '../HealthSettings';
import { severityOf } from '../severity';
import type { RecentChange, WorkloadFacts } from '../WorkloadFacts';
import {
  containersEvidence,
  logOf,
  nodesEvidence,
  type ContainerSign,
} from './evidence';
import { isRecovering, recoveredAt } from './recovery';
import { detectionOf, livingPods, recheckedAt } from './signs';

const OOM_KILLED = 'OOMKilled';

/**
 * A container that was killed because it used more memory than it may. It is told for as long as the kubelet itself remembers a crash
 * (10 minutes, `MaxContainerBackOff` twice over): a kill of long ago, which stays in the container's last state for ever, is none.
 */
export const oomKilled: Detector<WorkloadFacts> = {
  name: 'oom-killed',
  detect(facts, now, settings) {
    const at = Date.parse(now);
    const isOverAt = ({ container }: ContainerSign) =>
      Date.parse(container.ended?.at ?? '') +
      settings.oomKilled.withinSeconds * 1000;
    const signs = livingPods(facts)
      .flatMap(pod =>
        pod.containers
          .filter(({ ended }) => ended?.reason === OOM_KILLED)
          .map(
            (container): ContainerSign => ({
              pod,
              container,
              cause: container.name,
              since: container.ended?.at,
            }),
          ),
      )
      .filter(sign => isOverAt(sign) > at);
    const detection = detectionOf(signs, facts, now, group => {
      const [{ container }] = group;
      const lowered = loweredLimit(container.name, facts.changes);
      return {
        severity: severityIn(group, facts, at, settings),
        title: titleOf(container, lowered),
        log: logOf(group),
        evidence: [
          ...containersEvidence(group),
          ...(container.memoryLimit === undefined
            ? []
            : [{ label: 'Memory limit', text: container.memoryLimit }]),
          ...(lowered
            ? [
                {
                  label: 'Limit lowered',
                  text: `${lowered.at}: ${lowered.title}`,
                },
              ]
            : []),
          ...nodesEvidence(group, facts),
        ],
      };
    });
    return recheckedAt(
      detection,
      signs.flatMap(sign => [
        isOverAt(sign),
        ...recoveredAt(sign.pod, sign.container, at, settings),
      ]),
    );
  },
};

/** One kill in a pod that has come back to itself is worth a word and no more. */
function severityIn(
  group: readonly ContainerSign[],
  facts: WorkloadFacts,
  now: number,
  settings: HealthSettings,
): Finding['severity'] {
  const hit = new Set(
    group
      .filter(({ pod, container }) =>
        isRecovering(pod, container, now, settings),
      )
      .map(({ pod }) => pod.name),
  );
  if (hit.size > 0) return severityOf(hit.size, facts);
  return group.some(({ container }) => container.restarts > 1)
    ? 'warning'
    : 'info';
}

interface Lowered {
  at: string;
  title: string;
  before?: string;
  after: string;
}

/** The last change that gave a container less memory, or a limit at all. */
function loweredLimit(
  container: string,
  changes: readonly RecentChange[],
): Lowered | undefined {
  const path = `containers[${container}].resources.limits.memory`;
  for (const { at, title, fields } of changes) {
    const field = fields.find(
      other => other.path.endsWith(path) && other.after !== undefined,
    );
    if (field?.after === undefined) continue;
    const { before, after } = field;
    const isLower =
      (parseQuantity(before) ?? Infinity) > (parseQuantity(after) ?? Infinity);
    return isLower ? { at, title, before, after } : undefined;
  }
  return undefined;
}

function titleOf(
  { name, memoryLimit }: ContainerSign['container'],
  lowered: Lowered | undefined,
): string {
  const killed = `${name} is killed for its use of memory`;
  if (lowered) {
    const { before, after } = lowered;
    return before === undefined
      ? `${killed}: a limit of ${after} was set`
      : `${killed}: the limit was lowered ${before} → ${after}`;
  }
  return memoryLimit === undefined
    ? `${killed}, and has no limit of its own`
    : `${killed}: the limit is ${memoryLimit}`;
}
