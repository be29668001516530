import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { followPointer } from './followPointer';

/** A pointer that moved less has clicked. */
const DRAG_MIN_PX = 4;

/** Two pixels, the left one first. */
export interface PixelSpan {
  from: number;
  to: number;
}

/**
 * Dragging a span out with the pointer. Positions are relative to the plot; Esc gives up. A click
 * that ends a drag is swallowed.
 */
export function useSpanDrag(options: {
  onDrag?: (dragging: 'begun' | 'over') => void;
  onSpan: (span: PixelSpan) => void;
}): {
  span: PixelSpan | undefined;
  onPointerDown: (
    event: PointerEvent,
    plot: { left: number; width: number },
  ) => void;
} {
  const latest = useRef(options);
  latest.current = options;
  const [span, setSpan] = useState<PixelSpan>();
  const unfollow = useRef<() => void>();
  useEffect(() => () => unfollow.current?.(), []);

  const onPointerDown = (
    event: PointerEvent,
    plot: { left: number; width: number },
  ) => {
    if (event.button !== 0) return;
    const begin = event.clientX - plot.left;
    let current: PixelSpan | undefined;
    const spanTo = (clientX: number): PixelSpan => {
      const end = Math.min(Math.max(clientX - plot.left, 0), plot.width);
      return { from: Math.min(begin, end), to: Math.max(begin, end) };
    };
    const move = (moved: MouseEvent) => {
      const next = spanTo(moved.clientX);
      if (!current && next.to - next.from < DRAG_MIN_PX) return;
      if (!current) latest.current.onDrag?.('begun');
      current = next;
      setSpan(next);
    };
    const finish = (result: PixelSpan | undefined) => {
      unfollow.current?.();
      unfollow.current = undefined;
      setSpan(undefined);
      if (!current) return;
      latest.current.onDrag?.('over');
      swallowClick();
      if (result) latest.current.onSpan(result);
    };
    unfollow.current = followPointer({
      move,
      up: () => finish(current),
      cancel: () => finish(undefined),
    });
  };
  return { span, onPointerDown };
}

function swallowClick() {
  const swallow = (event: MouseEvent) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  // Where the pointer went up over another element no click follows.
  requestAnimationFrame(() =>
    window.removeEventListener('click', swallow, { capture: true }),
  );
}
