import type { TimeScale } from './TimeScale';
import { textWidth } from './labels';
import { overlaps } from './TimeRange';
import { endAt, type TimedEvent } from './timelineModel';

/** Most rows of bars in the page's own lane. */
export const ISSUE_ROWS_MAX = 3;
/** A bar is never narrower. */
const BAR_MIN_PX = 4;
/** Bell or pulse line, with its gaps. */
const ICON_ROOM_PX = 22;

/** An alert or a health issue as a bar. */
export interface IssueBar {
  event: TimedEvent;
  x: number;
  width: number;
  row: number;
  y: number;
  height: number;
  grave: boolean;
  /** Where its text fits: left of its start, or on the bar itself when it began before the view. */
  label?: 'left' | 'inside';
  /** There is room for a bell or pulse line before it. */
  icon: boolean;
  /** Others that lie under it, for want of rows. */
  hidden: number;
}

const SEVERITY_ORDER = ['critical', 'error', 'warning', 'unknown', 'info'];

/** Whether it makes a service unhealthy rather than degraded. */
export function isGrave(event: TimedEvent): boolean {
  return (
    event.event.severity === 'critical' || event.event.severity === 'error'
  );
}

/**
 * Bars of the alerts and health issues in view. In the page's own lane they are stacked without overlap, worst first, each with its
 * text where that fits; elsewhere all share one band, the worst on top.
 */
export function packIssues(options: {
  issues: readonly TimedEvent[];
  scale: TimeScale;
  now: number;
  own: boolean;
}): IssueBar[] {
  const { issues, scale, now, own } = options;
  const bars = issues
    .filter(event => overlaps(scale.range, event.start, endAt(event, now)))
    .map((event): IssueBar => {
      const x = scale.x(event.start);
      const width = Math.max(BAR_MIN_PX, scale.x(endAt(event, now)) - x);
      return {
        event,
        x,
        width,
        row: 0,
        y: 0,
        height: 0,
        grave: isGrave(event),
        icon: own && x >= ICON_ROOM_PX,
        hidden: 0,
      };
    });
  const worstFirst = [...bars].sort(
    (a, b) => severityOrder(a) - severityOrder(b) || a.x - b.x,
  );
  if (!own) return worstFirst.reverse();
  const rows: IssueBar[][] = [];
  for (const bar of [...worstFirst].sort(
    (a, b) =>
      Number(b.grave) - Number(a.grave) || alertFirst(a, b) || a.x - b.x,
  )) {
    const need = textWidth(bar.event.event.title) + ICON_ROOM_PX;
    if (bar.x >= need) bar.label = 'left';
    else if (bar.x < 0 && bar.x + bar.width > need) bar.label = 'inside';
    const left = bar.label === 'left' ? bar.x - need : bar.x - ICON_ROOM_PX;
    const row = rows.findIndex(others =>
      others.every(
        other =>
          left > other.x + other.width ||
          bar.x + bar.width <
            (other.label === 'left'
              ? other.x - textWidth(other.event.event.title) - ICON_ROOM_PX
              : other.x - ICON_ROOM_PX),
      ),
    );
    if (row >= 0) {
      bar.row = row;
      rows[row].push(bar);
    } else if (rows.length < ISSUE_ROWS_MAX) {
      bar.row = rows.length;
      rows.push([bar]);
    } else {
      const under = rows[ISSUE_ROWS_MAX - 1].find(
        other => bar.x < other.x + other.width && bar.x + bar.width > other.x,
      );
      if (under) under.hidden += 1;
    }
  }
  return rows.flat();
}

function severityOrder(bar: IssueBar): number {
  return SEVERITY_ORDER.indexOf(bar.event.event.severity);
}

function alertFirst(a: IssueBar, b: IssueBar): number {
  return (
    Number(b.event.event.type === 'alert') -
    Number(a.event.event.type === 'alert')
  );
}
