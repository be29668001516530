import { useEffect, useRef, type RefObject } from 'react';

/** How much one line of a wheel zooms. */
const ZOOM_PER_PIXEL = 1.0022;

/** Ctrl or ⌘ with the wheel zooms about the pointer; without them the page scrolls. */
export function useWheelZoom(
  ref: RefObject<HTMLElement>,
  onZoom: (factor: number, clientX: number) => void,
): void {
  const latest = useRef(onZoom);
  latest.current = onZoom;
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    // React listens passively, so that the browser's own zoom could not be kept away.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE
          ? event.deltaY * 16
          : event.deltaY;
      const limited = Math.max(-240, Math.min(240, pixels));
      latest.current(ZOOM_PER_PIXEL ** limited, event.clientX);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref]);
}
