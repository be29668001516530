import type {
  EntityHealth,
  HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import { millis } from '../kit';

type History = Pick<
  EntityHealth['history'][number],
  'environment' | 'segments'
>;

/** A stretch of the strip that is not healthy, in shares of the whole. */
export interface Stretch {
  status: HealthStatus | 'unseen';
  from: number;
  to: number;
  left: number;
  width: number;
}

export interface HistoryStrip {
  environment: string;
  stretches: Stretch[];
  /** Of the time that somebody watched, in per cent; undefined when nobody did. */
  healthyPercent: number | undefined;
  unhealthyStretches: number;
  unknownMs: number;
}

/** A week of one environment. Time before the first word is "unseen", and like unknown time left out of the percentage. */
export function historyStrip(
  history: History,
  range: { from: number; to: number },
): HistoryStrip {
  const span = range.to - range.from;
  const stretchOf = (status: Stretch['status'], from: number, to: number) => ({
    status,
    from,
    to,
    left: (from - range.from) / span,
    width: (to - from) / span,
  });
  const stretches = history.segments
    .map(segment => ({
      status: segment.status,
      from: Math.max(range.from, millis(segment.from)),
      to: Math.min(range.to, millis(segment.to)),
    }))
    .filter(segment => segment.to > segment.from)
    .map(({ status, from, to }) => stretchOf(status, from, to));
  const first = Math.min(range.to, ...stretches.map(stretch => stretch.from));
  const total = (...statuses: Stretch['status'][]) =>
    stretches
      .filter(stretch => statuses.includes(stretch.status))
      .reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
  const healthy = total('healthy');
  const watched = healthy + total('degraded', 'unhealthy');
  return {
    environment: history.environment,
    stretches:
      first > range.from
        ? [stretchOf('unseen', range.from, first), ...stretches]
        : stretches,
    healthyPercent: watched > 0 ? (healthy / watched) * 100 : undefined,
    unhealthyStretches: stretches.filter(s => s.status === 'unhealthy').length,
    unknownMs: total('unknown'),
  };
}

/** Rounded down, so that only a week without any trouble is 100. */
export function percentText(percent: number): string {
  return (Math.floor(percent * 10) / 10).toFixed(1);
}
