import { type JsonObject, at, listAt, numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import { readySince } from '../pods/podState.ts';

/** What the disruption controller says of a budget. */
export function budgetStatus(options: {
  budget: KubernetesObject;
  /** All that it selects. */
  pods: KubernetesObject[];
  /** How many pods the controllers of these want. */
  wanted: number;
  now: number;
}): JsonObject {
  const { budget, now, pods, wanted } = options;
  const { expected, desired } = countsOf(objectAt(budget, 'spec'), {
    pods: pods.length,
    wanted,
  });
  const healthy = pods.filter(
    pod => readySince(pod) !== undefined && !pod.metadata.deletionTimestamp,
  ).length;
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
  const before = listAt(budget, 'status', 'conditions')[0];
  const status = allowed > 0 ? 'True' : 'False';
  const { generation } = budget.metadata;
  return {
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    observedGeneration: generation,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status,
        observedGeneration: generation,
        lastTransitionTime:
          before?.status === status
            ? at(before, 'lastTransitionTime')
            : rfc3339(now),
        reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
    ],
  };
}

/** A number of pods is one of those that are there, a percentage one of those that are wanted. */
function countsOf(
  spec: JsonObject,
  count: { pods: number; wanted: number },
): { expected: number; desired: number } {
  if (spec.maxUnavailable !== undefined) {
    const most = scaled(spec, 'maxUnavailable', count.wanted);
    return {
      expected: count.wanted,
      desired: Math.max(0, count.wanted - most),
    };
  }
  const isNumber = numberAt(spec, 'minAvailable') !== undefined;
  const expected = isNumber ? count.pods : count.wanted;
  return { expected, desired: scaled(spec, 'minAvailable', count.wanted) };
}

function scaled(spec: JsonObject, field: string, wanted: number): number {
  const value = spec[field];
  if (typeof value === 'number') return value;
  return Math.ceil((parseInt(String(value ?? '0'), 10) * wanted) / 100);
}
