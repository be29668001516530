import { useMemo } from 'react';
import { eventRows, type EventRow, type Onset } from '../../model/eventRows';
import type { TimeRange } from '../../model/TimeRange';
import type { LaneModel, TimelineModel } from '../../model/timelineModel';
import { useListedEvents } from './useListedEvents';
import type { TabState } from './useTabState';

/** The rows of the event table; those of one lane only where one is given. */
export function useRows(options: {
  entityRef: string;
  state: TabState;
  model: TimelineModel | undefined;
  range: TimeRange;
  lane: LaneModel | undefined;
  now: number;
  onset: Onset | undefined;
}): { rows: EventRow[]; more?: () => void } {
  const { entityRef, state, model, range, now, onset } = options;
  const { degree, filters } = state;
  const { events, more } = useListedEvents({
    entityRef,
    model,
    degree,
    filters,
    range,
  });
  const ref = options.lane?.lane.entityRef;
  const { at, service, status } = onset ?? {};
  const rows = useMemo(
    () =>
      eventRows({
        events: ref ? events.filter(e => e.entityRefs.includes(ref)) : events,
        lanes: model?.lanes.map(({ lane }) => lane) ?? [],
        view: range,
        now,
        onset:
          at !== undefined && service !== undefined && status !== undefined
            ? { at, service, status }
            : undefined,
      }),
    [events, model, range, ref, now, at, service, status],
  );
  return { rows, more };
}
