import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { PodObject } from '../../kinds';
import type { Detection, Finding } from '../Detector';
import { severityOf } from '../severity';
import type { WorkloadFacts } from '../WorkloadFacts';

/** A pod that shows what a detector looks for. */
export interface Sign {
  pod: PodObject;
  /** As a finding's: what of all pods is the same. */
  cause: string;
  since?: string;
  /** It counts once it has lasted for so long. */
  afterSeconds?: number;
}

/** What is said of all pods that show the same. */
export interface Telling {
  title: string;
  evidence: Evidence[];
  /** Default: by how many of the workload's pods are hit. */
  severity?: Finding['severity'];
  /** The container whose last words may say why. */
  log?: Finding['log'];
}

/** All pods of a workload that are not over, of earlier templates too. */
export function livingPods({ pods, formerPods }: WorkloadFacts): PodObject[] {
  return [...pods, ...formerPods].filter(
    ({ deletingSince, phase }) =>
      deletingSince === undefined &&
      phase !== 'Failed' &&
      phase !== 'Succeeded',
  );
}

/**
 * One finding for each cause, however many pods show it. It counts as soon as it does in one of them; those in which it does not yet are
 * no witnesses.
 */
export function detectionOf<S extends Sign>(
  signs: readonly S[],
  facts: WorkloadFacts,
  now: string,
  tell: (signs: readonly S[]) => Telling,
): Detection {
  const at = Date.parse(now);
  const of = livingPods(facts).length;
  const findings = [...byCause(signs)].map(([cause, group]): Finding => {
    const [first] = group.sort((a, b) => countsAt(a, at) - countsAt(b, at));
    const counted = group.filter(sign => countsAt(sign, at) <= at);
    const witnesses = counted.length > 0 ? counted : group;
    const pods = [...new Set(witnesses.map(({ pod }) => pod.name))];
    const { severity = severityOf(pods.length, facts), ...said } =
      tell(witnesses);
    return {
      cause,
      severity,
      ...said,
      since: first.since,
      afterSeconds: first.afterSeconds,
      witnesses: { pods, of: Math.max(of, pods.length) },
    };
  });
  const next = Math.min(
    ...signs.map(sign => countsAt(sign, at)).filter(time => time > at),
  );
  return Number.isFinite(next)
    ? { findings, recheckAt: new Date(next).toISOString() }
    : { findings };
}

/** The earlier of two moments, where any. */
export function earlierOf(
  a: string | undefined,
  b: string | undefined,
): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/** Brings forward when a detection has to be made again. */
export function recheckedAt(
  { findings, recheckAt }: Detection,
  moments: readonly number[],
): Detection {
  const next = Math.min(
    recheckAt === undefined ? Infinity : Date.parse(recheckAt),
    ...moments,
  );
  return Number.isFinite(next)
    ? { findings, recheckAt: new Date(next).toISOString() }
    : { findings };
}

function byCause<S extends Sign>(signs: readonly S[]): Map<string, S[]> {
  const groups = new Map<string, S[]>();
  for (const sign of signs) {
    const group = groups.get(sign.cause);
    if (group) group.push(sign);
    else groups.set(sign.cause, [sign]);
  }
  return groups;
}

function countsAt({ since, afterSeconds = 0 }: Sign, now: number): number {
  return (since === undefined ? now : Date.parse(since)) + afterSeconds * 1000;
}
