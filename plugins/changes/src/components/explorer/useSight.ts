import { RefObject, useEffect, useState } from 'react';

/** Kept alive above and below what is in sight. */
const SPARE_PX = 600;

/** The stretch of an element that is in sight or near it, in px from its top, whatever it is that scrolls. */
export function useSight(ref: RefObject<HTMLElement>): {
  from: number;
  to: number;
} {
  const [sight, setSight] = useState({ from: 0, to: 2 * SPARE_PX });
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = ref.current?.getBoundingClientRect().top ?? 0;
      // In steps, so that not every pixel of scrolling draws anew.
      const from = Math.floor(-top / SPARE_PX) * SPARE_PX - SPARE_PX;
      const to =
        Math.ceil((window.innerHeight - top) / SPARE_PX) * SPARE_PX + SPARE_PX;
      setSight(old =>
        old.from === from && old.to === to ? old : { from, to },
      );
    };
    const later = () => {
      if (!frame) frame = requestAnimationFrame(look);
    };
    look();
    // Scrolling does not bubble; capturing sees it of every ancestor.
    document.addEventListener('scroll', later, {
      capture: true,
      passive: true,
    });
    window.addEventListener('resize', later);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', later, { capture: true });
      window.removeEventListener('resize', later);
    };
  }, [ref]);
  return sight;
}
