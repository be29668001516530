import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { clampRange, spanOf, type TimeRange } from '../../model/TimeRange';
import { followPointer } from './followPointer';

/** What of the window was taken hold of; `new` draws another one. */
export type BrushPart = 'new' | 'move' | 'from' | 'to';

/** Drawing, moving and stretching the window on the overview. */
export function useBrushDrag(options: {
  timeAt: (clientX: number) => number;
  full: TimeRange;
  /** A shorter drag is a click. */
  leastMs: number;
  onDrag: (dragging: 'begun' | 'over') => void;
  onView: (view: TimeRange) => void;
}): {
  preview: TimeRange | undefined;
  begin: (event: PointerEvent, part: BrushPart, view: TimeRange) => void;
} {
  const latest = useRef(options);
  latest.current = options;
  const [preview, setPreview] = useState<TimeRange>();
  const unfollow = useRef<() => void>();
  useEffect(() => () => unfollow.current?.(), []);

  const begin = (event: PointerEvent, part: BrushPart, view: TimeRange) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    const origin = latest.current.timeAt(event.clientX);
    let current: TimeRange | undefined;
    const move = (moved: MouseEvent) => {
      const { timeAt, full, leastMs, onDrag } = latest.current;
      const at = timeAt(moved.clientX);
      if (!current && Math.abs(at - origin) < leastMs) return;
      if (!current) onDrag('begun');
      current = dragged({ part, view, origin, at, full });
      setPreview(current);
    };
    const finish = (result: TimeRange | undefined) => {
      unfollow.current?.();
      unfollow.current = undefined;
      setPreview(undefined);
      if (!current) return;
      latest.current.onDrag('over');
      if (result) latest.current.onView(result);
    };
    unfollow.current = followPointer({
      move,
      up: () => finish(current),
      cancel: () => finish(undefined),
    });
  };
  return { preview, begin };
}

/** The window after a drag from `origin` to `at`. */
export function dragged(options: {
  part: BrushPart;
  view: TimeRange;
  origin: number;
  at: number;
  full: TimeRange;
}): TimeRange {
  const { part, view, origin, full } = options;
  const at = Math.min(Math.max(options.at, full.from), full.to);
  switch (part) {
    case 'new':
      return { from: Math.min(origin, at), to: Math.max(origin, at) };
    case 'move': {
      const from = view.from + options.at - origin;
      return clampRange({ from, to: from + spanOf(view) }, full);
    }
    case 'from':
      return { from: Math.min(at, view.to), to: Math.max(at, view.to) };
    default:
      return { from: Math.min(at, view.from), to: Math.max(at, view.from) };
  }
}
