import type { TimeRange } from './TimeRange';
import type { LaneModel, TimelineModel } from './timelineModel';

/** A quarter of the view is asked for beyond what it shows, so that small moves need no answer. */
const GRAIN_OF_VIEW = 4;

/** The window to ask for so that a view can be drawn in detail: the view, widened to a grid that gets finer as one zooms in. */
export function detailWindow(view: TimeRange): TimeRange {
  const grain =
    2 ** Math.floor(Math.log2((view.to - view.from) / GRAIN_OF_VIEW));
  return {
    from: Math.floor(view.from / grain) * grain,
    to: Math.ceil(view.to / grain) * grain,
  };
}

/** The wide model, with those of its lanes that are not complete taken from the detailed one. */
export function refineModel(
  wide: TimelineModel,
  detail: TimelineModel,
): TimelineModel {
  const detailed = new Map(
    detail.lanes.map(lane => [lane.lane.entityRef, lane]),
  );
  const byId = new Map(wide.byId);
  const lanes = wide.lanes.map((lane): LaneModel => {
    const finer = detailed.get(lane.lane.entityRef);
    if (lane.lane.complete || !finer) return lane;
    const changes = finer.changes.map(item => {
      const own = wide.byId.get(item.id) ?? {
        ...item,
        event: {
          ...item.event,
          lanes: item.event.lanes.flatMap(index =>
            indexIn(wide, detail.lanes[index]),
          ),
        },
      };
      byId.set(own.id, own);
      return own;
    });
    return {
      ...lane,
      changes,
      lane: { ...lane.lane, ...pick(finer) },
      window: finer.window,
      bucketMs: finer.bucketMs,
      wider: lane,
    };
  });
  const events = [...byId.values()].sort(
    (a, b) => a.start - b.start || (a.id < b.id ? -1 : 1),
  );
  return { ...wide, lanes, byId, events };
}

function pick(lane: LaneModel) {
  const { counts, complete } = lane.lane;
  return { counts, complete };
}

function indexIn(model: TimelineModel, lane: LaneModel | undefined): number[] {
  const index = model.lanes.findIndex(
    other => other.lane.entityRef === lane?.lane.entityRef,
  );
  return index < 0 ? [] : [index];
}
