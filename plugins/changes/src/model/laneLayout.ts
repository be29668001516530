import {
  STRIP_HEIGHT_PX,
  autoscaleStrip,
  isStripRun,
  type AutoscaleStrip,
} from './autoscaleStrip';
import { clusterEvents, PILL_WIDTH_PX, type Cluster } from './clusters';
import { shortLabel } from './eventWords';
import { packIssues, type IssueBar } from './issueBars';
import { placeLabels, type LabelWish, type PlacedLabel } from './labels';
import { sliceCounts, type Slice } from './slices';
import { overlaps, type TimeRange } from './TimeRange';
import type { TimeScale } from './TimeScale';
import { endAt, type LaneModel, type TimedEvent } from './timelineModel';

/** More events than this in view, and a lane shows counts. */
export const DENSE_EVENTS = 60;
/** More nodes than this over all lanes, and the fullest lanes show counts: a redraw must fit in a frame. */
export const NODES_MAX = 600;
/** A finished rollout is never narrower. */
export const BAR_MIN_PX = 12;
/** Side of a glyph. */
export const GLYPH_PX = 14;
/** Below this, marks without a rank get labels too. */
const LABEL_ALL_MS_PER_PIXEL = 24_000;

const PLAIN_LANE = { height: 46, markY: 22, bandY: 4, bandHeight: 9 };
const OWN_LANE = { minHeight: 70, row: 16, bandY: 4, bandHeight: 12 };
/** What the strip of the autoscaler adds to a lane: itself and, in the page's own lane, its words. */
const STRIP_ROOM_PX = { plain: STRIP_HEIGHT_PX + 6, own: STRIP_HEIGHT_PX + 14 };
const STRIP_FOOT_PX = 5;

/** Kinds whose length is drawn. */
const BLOCK_KINDS: ReadonlySet<string> = new Set(['deployment']);
const THIN_KINDS: ReadonlySet<string> = new Set([
  'pipeline',
  'migration',
  'job',
  'autoscale',
  'third-party',
  'rollback',
  'scale',
  'restart',
  'custom',
  'infrastructure',
]);

/** One event on its own, or a suspect with neighbours counted beside it. */
export interface Mark {
  type: 'mark';
  event: TimedEvent;
  x: number;
  /** Of the block or glyph. */
  width: number;
  /** Length of the thin bar that follows a glyph, 0 for none. */
  thin: number;
  /** `block`: a bar from start to finish. */
  shape: 'block' | 'glyph';
  rank?: number;
  /** Events that share the mark, itself not counted. */
  more: number;
  /** Pixels of the span in which it is known to lie, where the time is not known better. */
  between?: { x: number; width: number };
  events: TimedEvent[];
}

/** Several events close together. */
export interface Pill {
  type: 'pill';
  events: TimedEvent[];
  x: number;
  width: number;
  failed: boolean;
}

export type LaneItem = Mark | Pill;

/** Where everything of a lane stands. Pixels from the left of the plot and the top of the lane. */
export interface LaneLayout {
  lane: LaneModel;
  height: number;
  markY: number;
  /** By x. */
  items: LaneItem[];
  bars: IssueBar[];
  labels: PlacedLabel[];
  /** Set: too many to draw each. */
  slices?: Slice[];
  /** What autoscalers did, at the foot of the lane. */
  strip?: AutoscaleStrip & { y: number };
  before: number;
  after: number;
}

export interface LaneLayoutOptions {
  lane: LaneModel;
  scale: TimeScale;
  now: number;
  ranks: ReadonlyMap<string, number>;
  selected?: string;
  onset?: number;
  /** `counts` folds it though it might be drawn. */
  draw?: 'marks' | 'counts';
}

/** Lays out one lane. */
export function layoutLane(options: LaneLayoutOptions): LaneLayout {
  const { lane, scale, now, ranks, selected } = options;
  const view = scale.range;
  const own = lane.lane.degree === 0;
  const bars = packIssues({ issues: lane.issues, scale, now, own });
  const rows = Math.max(0, ...bars.map(bar => bar.row + 1));
  const markY = own
    ? Math.max(30, OWN_LANE.bandY + rows * OWN_LANE.row + 15)
    : PLAIN_LANE.markY;
  const inView = lane.changes.filter(event =>
    overlaps(view, event.start, drawnEnd(event, now)),
  );
  const dense =
    options.draw === 'counts' ||
    !lane.lane.complete ||
    inView.length > DENSE_EVENTS;
  const runs = dense ? [] : lane.changes.filter(isStripRun);
  const strip = autoscaleStrip({ runs, scale, now });
  const shown = dense
    ? lane.changes.filter(e => ranks.has(e.id) || e.id === selected)
    : lane.changes.filter(e => !isStripRun(e));
  const items = clusterEvents(shown, scale.msPerPixel, ranks)
    .filter(({ events }) =>
      events.some(e => overlaps(view, e.start, drawnEnd(e, now))),
    )
    .map(cluster => itemOf(cluster, scale, now, ranks))
    .sort((a, b) => a.x - b.x);
  const slices = dense ? sliceCounts({ lane, scale }) : undefined;
  const plotHeight = own
    ? Math.max(OWN_LANE.minHeight, markY + 28)
    : PLAIN_LANE.height;
  const height = strip
    ? plotHeight + STRIP_ROOM_PX[own ? 'own' : 'plain']
    : plotHeight;
  return {
    lane,
    height,
    markY,
    items,
    bars: bars.map(bar => ({
      ...bar,
      y: own ? OWN_LANE.bandY + bar.row * OWN_LANE.row : PLAIN_LANE.bandY,
      height: own ? OWN_LANE.bandHeight : PLAIN_LANE.bandHeight,
    })),
    labels: dense
      ? []
      : placeLabels(
          items.flatMap(item => wishOf(item, options)),
          {
            width: scale.width,
            onset:
              options.onset === undefined ? undefined : scale.x(options.onset),
          },
        ),
    ...(slices ? { slices } : {}),
    ...(strip
      ? { strip: { ...strip, y: height - STRIP_FOOT_PX - STRIP_HEIGHT_PX } }
      : {}),
    ...offView(lane.wider ?? lane, view, now),
  };
}

/** How many nodes it takes to draw a lane. */
export function nodesOf(layout: LaneLayout): number {
  const items = layout.items.reduce((sum, item) => {
    if (item.type === 'pill') return sum + (item.failed ? 5 : 4);
    const extras =
      Number(item.thin > 0) +
      Number(item.between !== undefined) +
      Number(item.more > 0) +
      2 * Number(item.rank !== undefined);
    return sum + 2 + extras;
  }, 0);
  const bars = layout.bars.reduce(
    (sum, bar) => sum + 2 + Number(bar.icon) + Number(bar.label !== undefined),
    0,
  );
  const { strip } = layout;
  const steps = strip ? 2 + 2 * strip.lines.length + 2 * strip.runs.length : 0;
  return 1 + items + bars + steps + layout.labels.length;
}

/** Lays out lanes; while there are more nodes than the screen is meant to carry, the fullest lanes fold into counts. */
export function layoutLanes(
  lanes: readonly LaneModel[],
  options: Omit<LaneLayoutOptions, 'lane' | 'draw'>,
): LaneLayout[] {
  const layouts = lanes.map(lane => layoutLane({ ...options, lane }));
  let total = layouts.reduce((sum, layout) => sum + nodesOf(layout), 0);
  const fullest = layouts
    .filter(layout => layout.lane.lane.degree > 0 && !layout.slices)
    .sort((a, b) => nodesOf(b) - nodesOf(a));
  for (const layout of fullest) {
    if (total <= NODES_MAX) break;
    const index = layouts.indexOf(layout);
    layouts[index] = layoutLane({
      ...options,
      lane: layout.lane,
      draw: 'counts',
    });
    total += nodesOf(layouts[index]) - nodesOf(layout);
  }
  return layouts;
}

function itemOf(
  cluster: Cluster,
  scale: TimeScale,
  now: number,
  ranks: ReadonlyMap<string, number>,
): LaneItem {
  const { events } = cluster;
  const event =
    cluster.suspect ?? (events.length === 1 ? events[0] : undefined);
  if (!event) {
    const x = Math.min(
      scale.x(events[0].start),
      Math.max(0, scale.x(now) - PILL_WIDTH_PX - 2),
    );
    return {
      type: 'pill',
      events,
      x,
      width: PILL_WIDTH_PX,
      failed: events.some(e => e.event.status === 'failed'),
    };
  }
  const x = scale.x(event.start);
  const length = scale.x(drawnEnd(event, now)) - x;
  const block = BLOCK_KINDS.has(event.event.kind);
  const thin = THIN_KINDS.has(event.event.kind)
    ? Math.max(0, length - GLYPH_PX)
    : 0;
  const { observedBetween } = event.event;
  return {
    type: 'mark',
    event,
    events,
    x,
    shape: block ? 'block' : 'glyph',
    width: block ? Math.max(BAR_MIN_PX, length) : GLYPH_PX,
    thin,
    rank: ranks.get(event.id),
    more: events.length - 1,
    ...(observedBetween ? { between: pixelsOf(observedBetween, scale) } : {}),
  };
}

function pixelsOf(span: { from: string; to: string }, scale: TimeScale) {
  const x = scale.x(Date.parse(span.from));
  return { x, width: scale.x(Date.parse(span.to)) - x };
}

function drawnEnd(event: TimedEvent, now: number): number {
  const { kind } = event.event;
  return BLOCK_KINDS.has(kind) || THIN_KINDS.has(kind)
    ? endAt(event, now)
    : event.start;
}

function wishOf(item: LaneItem, options: LaneLayoutOptions): LabelWish[] {
  if (item.type === 'pill') return [];
  const { lane, scale, selected } = options;
  const { event } = item.event;
  const important =
    item.rank !== undefined ||
    event.id === selected ||
    event.status === 'failed';
  if (!important && scale.msPerPixel > LABEL_ALL_MS_PER_PIXEL) return [];
  const text = shortLabel(event.title, lane.lane.title);
  if (!text || item.x < -GLYPH_PX) return [];
  return [
    {
      id: event.id,
      text,
      start: item.x,
      center: item.x + Math.min(item.width, 40) / 2,
      priority: priorityOf(item, selected),
    },
  ];
}

function priorityOf(mark: Mark, selected: string | undefined): number {
  if (mark.rank !== undefined) return mark.rank;
  if (mark.event.id === selected) return 10;
  return mark.event.event.status === 'failed' ? 20 : 30;
}

/** How many changes and issues lie before and after the view. */
function offView(
  lane: LaneModel,
  view: TimeRange,
  now: number,
): { before: number; after: number } {
  let before = lane.issues.filter(e => endAt(e, now) < view.from).length;
  let after = lane.issues.filter(e => e.start > view.to).length;
  if (lane.lane.complete) {
    before += lane.changes.filter(e => drawnEnd(e, now) < view.from).length;
    after += lane.changes.filter(e => e.start > view.to).length;
    return { before, after };
  }
  lane.lane.counts.change.forEach((count, index) => {
    const from = lane.window.from + index * lane.bucketMs;
    if (from + lane.bucketMs <= view.from) before += count;
    if (from > view.to) after += count;
  });
  return { before, after };
}
