import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import { compareStatus } from './entity';

/** Times are milliseconds; without `to` it lasts. @internal */
export interface StatusSpan {
  from: number;
  to?: number;
  status: HealthStatus;
}

/**
 * An environment's past: healthy where somebody watched and nothing was wrong, worst finding else; unknown where nobody watched.
 * What was known to be wrong stays so although the watch was interrupted meanwhile.
 * @internal
 */
export function healthHistory(options: {
  from: number;
  to: number;
  /** Stretches in which everything that the verdict needs was observed. */
  watched: { from: number; to?: number }[];
  issues: StatusSpan[];
}): { from: number; to: number; status: HealthStatus }[] {
  const { from, to, watched, issues } = options;
  const cuts = new Set([from, to]);
  for (const span of [...watched, ...issues]) {
    for (const at of [span.from, span.to ?? to]) {
      if (at > from && at < to) cuts.add(at);
    }
  }
  const times = [...cuts].sort((a, b) => a - b);
  const segments: { from: number; to: number; status: HealthStatus }[] = [];
  for (let i = 0; i + 1 < times.length; i++) {
    const status = statusBetween(times[i], times[i + 1], watched, issues);
    const last = segments.at(-1);
    if (last?.status === status) last.to = times[i + 1];
    else segments.push({ from: times[i], to: times[i + 1], status });
  }
  return segments;
}

function statusBetween(
  from: number,
  to: number,
  watched: { from: number; to?: number }[],
  issues: StatusSpan[],
): HealthStatus {
  const covers = (span: { from: number; to?: number }) =>
    span.from <= from && (span.to ?? Infinity) >= to;
  const [worst] = issues
    .filter(covers)
    .map(({ status }) => status)
    .sort(compareStatus);
  return worst ?? (watched.some(covers) ? 'healthy' : 'unknown');
}
