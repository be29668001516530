import { useLayoutEffect, useState, type RefObject } from 'react';

/** Used until the element has been measured, and where nothing has a size. */
const WIDTH_DEFAULT_PX = 1000;

/** The width of an element in whole pixels; follows it. */
export function useWidth(ref: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(WIDTH_DEFAULT_PX);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () =>
      setWidth(Math.floor(element.clientWidth) || WIDTH_DEFAULT_PX);
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
