import { useCallback, useRef } from 'react';
import type { LaneLayout } from '../../model/laneLayout';
import {
  edgeView,
  pillTarget,
  sliceTarget,
  type Target,
} from '../../model/laneTargets';
import type { TimeRange } from '../../model/TimeRange';
import type { LaneModel } from '../../model/timelineModel';
import type { Pick } from './LanePlot';

/**
 * What a press on something in a lane does: an event opens; several zoom in until they part, or are listed when they cannot; an edge
 * button shows the nearest event out of view. The functions stay the same, so that lanes are not redrawn for them.
 */
export function useLanePicks(options: {
  view: TimeRange;
  full: TimeRange;
  now: number;
  onView: (view: TimeRange) => void;
  onOpen: (id: string) => void;
  onList: (lane: LaneModel, range: TimeRange) => void;
}): {
  onPick: (pick: Pick, layout: LaneLayout) => void;
  onEdge: (side: 'before' | 'after', layout: LaneLayout) => void;
} {
  const latest = useRef(options);
  latest.current = options;

  const onPick = useCallback((pick: Pick, { lane }: LaneLayout) => {
    const { view, full, onView, onOpen, onList } = latest.current;
    const go = (target: Target) =>
      target.type === 'zoom' ? onView(target.view) : onList(lane, target.range);
    if (pick.type === 'bar') onOpen(pick.bar.event.id);
    else if (pick.type === 'run') onOpen(pick.run.event.id);
    else if (pick.type === 'slice') go(sliceTarget(pick.slice, view, full));
    else if (pick.item.type === 'mark') onOpen(pick.item.event.id);
    else go(pillTarget(pick.item.events, view));
  }, []);

  const onEdge = useCallback(
    (side: 'before' | 'after', { lane }: LaneLayout) => {
      const { view, full, now, onView } = latest.current;
      onView(edgeView({ lane: lane.wider ?? lane, side, view, full, now }));
    },
    [],
  );
  return { onPick, onEdge };
}
