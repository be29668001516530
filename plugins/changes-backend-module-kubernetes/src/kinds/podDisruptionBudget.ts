import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import type { Written } from './Named';
import { plainKind, readPlain, type PlainObject } from './plain';

/** A budget, with what its controller says of the pods under it. */
export interface BudgetObject extends PlainObject {
  /** Absent until its controller has looked at its present version. */
  disruptions?: {
    /** So many pods may go now. */
    allowed: number;
    healthy: number;
    /** So many have to be healthy. */
    wanted: number;
    expected: number;
    /** When it last changed between some and none. */
    since?: string;
  };
}

export const POD_DISRUPTION_BUDGET = plainKind({
  resource: 'poddisruptionbudgets',
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  tells: { word: 'PodDisruptionBudget', event: 'config', changes: true },
  read: readBudget,
});

function readBudget(
  object: KubernetesObject,
  redactor: Redactor,
): BudgetObject & Written {
  const status = objectAt(object, 'status');
  const allowed = numberOf(status.disruptionsAllowed);
  const isCurrent =
    (numberOf(status.observedGeneration) ?? 0) >=
    (object.metadata.generation ?? 0);
  const since = textOf(
    listAt(status, 'conditions').find(
      ({ type }) => type === 'DisruptionAllowed',
    )?.lastTransitionTime,
  );
  return {
    ...readPlain(object, POD_DISRUPTION_BUDGET, redactor),
    ...(allowed !== undefined && isCurrent
      ? {
          disruptions: {
            allowed,
            healthy: numberOf(status.currentHealthy) ?? 0,
            wanted: numberOf(status.desiredHealthy) ?? 0,
            expected: numberOf(status.expectedPods) ?? 0,
            ...(since ? { since } : {}),
          },
        }
      : {}),
  };
}
