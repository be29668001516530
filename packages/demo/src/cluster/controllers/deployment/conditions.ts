import { listAt } from '../../json.ts';
import { rfc3339 } from '../../store/index.ts';

/** One of a Deployment's conditions. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastUpdateTime: string;
  lastTransitionTime: string;
}

export function conditionsOf(status: unknown): Condition[] {
  return listAt({ status }, 'status', 'conditions') as unknown as Condition[];
}

export function conditionOf(
  conditions: Condition[],
  type: string,
): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}

/** With a condition put last, unless it says the same already. Its transition is when its status changed. */
export function withCondition(
  conditions: Condition[],
  said: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  now: number,
  options: { renew?: true } = {},
): Condition[] {
  const old = conditionOf(conditions, said.type);
  const isSame = old?.status === said.status && old.reason === said.reason;
  if (isSame && !options.renew) return conditions;
  const time = rfc3339(now);
  return [
    ...conditions.filter(({ type }) => type !== said.type),
    {
      ...said,
      lastUpdateTime: time,
      lastTransitionTime:
        old?.status === said.status ? old.lastTransitionTime : time,
    },
  ];
}
