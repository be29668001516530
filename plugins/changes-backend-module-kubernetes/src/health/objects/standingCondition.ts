import { listAt, textOf, type KubernetesObject } from '../../kinds';

/** Of a message no more is read, and less is kept: see {@link withStandings}. */
export const READ_CHARS = 4000;

/** A condition as it is kept of an object that something is wrong with. */
export type StandingCondition = {
  status: string;
  reason?: string;
  message?: string;
  /** When its status last changed. */
  since?: string;
};

export function standingCondition(
  object: KubernetesObject,
  type: string,
): StandingCondition | undefined {
  const found = listAt(object, 'status', 'conditions').find(
    item => item.type === type,
  );
  if (!found) return undefined;
  const [reason, message, since] = [
    textOf(found.reason),
    textOf(found.message)?.slice(0, READ_CHARS),
    textOf(found.lastTransitionTime),
  ];
  return {
    status: textOf(found.status) ?? 'Unknown',
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
    ...(since ? { since } : {}),
  };
}

/** `FailedGetPodsMetric: unable to get metric queue_depth` */
export function conditionText({ reason, message }: StandingCondition): string {
  return [reason, message].filter(Boolean).join(': ') || 'no reason given';
}
