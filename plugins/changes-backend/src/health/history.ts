import {
  HEALTH_STATUSES,
  type HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Stretch } from './intervals';

/** Times are milliseconds; without `to` it lasts. @internal */
export interface StatusSpan extends Stretch {
  status: HealthStatus;
}

/** @internal */
export interface Segment {
  from: number;
  to: number;
  status: HealthStatus;
}

/** What lasts, and since when one more or one fewer does. */
interface Step {
  at: number;
  what: HealthStatus | 'watched';
  by: 1 | -1;
}

/**
 * An environment's past: healthy where somebody watched and nothing was wrong, the worst that was open else; unknown where nobody watched.
 * What was known to be wrong stays so although the watch was interrupted meanwhile.
 * @internal
 */
export function healthHistory(options: {
  from: number;
  to: number;
  /** Stretches in which everything that the verdict needs was observed. */
  watched: readonly Stretch[];
  issues: readonly StatusSpan[];
}): Segment[] {
  const { from, to, watched, issues } = options;
  const steps = [
    ...watched.flatMap(span => stepsOf(span, 'watched', from, to)),
    ...issues.flatMap(span => stepsOf(span, span.status, from, to)),
  ].sort((a, b) => a.at - b.at);
  const lasting = new Map<Step['what'], number>();
  const segments: Segment[] = [];
  const tell = (until: number) => {
    const begun = segments.at(-1)?.to ?? from;
    if (until <= begun) return;
    const status = statusOf(lasting);
    const last = segments.at(-1);
    if (last?.status === status) last.to = until;
    else segments.push({ from: begun, to: until, status });
  };
  for (const { at, what, by } of steps) {
    tell(at);
    lasting.set(what, (lasting.get(what) ?? 0) + by);
  }
  tell(to);
  return segments;
}

/** Whole seconds in each state. @internal */
export function secondsIn(
  segments: readonly Segment[],
): Record<HealthStatus, number> {
  const seconds = { unhealthy: 0, degraded: 0, unknown: 0, healthy: 0 };
  for (const { from, to, status } of segments) {
    seconds[status] += (to - from) / 1000;
  }
  for (const status of HEALTH_STATUSES) {
    seconds[status] = Math.round(seconds[status]);
  }
  return seconds;
}

function stepsOf(
  span: Stretch,
  what: Step['what'],
  from: number,
  to: number,
): Step[] {
  const begin = Math.max(span.from, from);
  const end = Math.min(span.to ?? to, to);
  return begin < end
    ? [
        { at: begin, what, by: 1 },
        { at: end, what, by: -1 },
      ]
    : [];
}

function statusOf(lasting: ReadonlyMap<Step['what'], number>): HealthStatus {
  const lasts = (what: Step['what']) => (lasting.get(what) ?? 0) > 0;
  return (
    HEALTH_STATUSES.find(lasts) ?? (lasts('watched') ? 'healthy' : 'unknown')
  );
}
