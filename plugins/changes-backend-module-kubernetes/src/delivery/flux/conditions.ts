import type { JsonObject } from '@backstage/types';
import { listAt, textOf } from '../../kinds/KubernetesObject';

/** A condition as Flux keeps it. */
export interface Condition {
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  /** When its status last changed. */
  since?: string;
}

export function conditionOf(
  status: JsonObject,
  type: string,
): Condition | undefined {
  const found = listAt(status, 'conditions').find(it => it.type === type);
  if (!found) return undefined;
  return {
    status:
      found.status === 'True' || found.status === 'False'
        ? found.status
        : 'Unknown',
    reason: textOf(found.reason),
    message: textOf(found.message),
    since: textOf(found.lastTransitionTime),
  };
}
