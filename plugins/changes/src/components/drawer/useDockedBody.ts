import { useEffect } from 'react';

/** Below this the drawer is a sheet at the foot instead. */
export const DOCK_MIN_WIDTH_PX = 1150;
/** Width of the docked drawer. */
export const DRAWER_WIDTH_PX = 520;

/** Keeps the page, its header too, to the left of a docked drawer, so that nothing of it is covered. */
export function useDockedBody(): void {
  useEffect(() => {
    const query = window.matchMedia?.(`(min-width: ${DOCK_MIN_WIDTH_PX}px)`);
    if (!query) return undefined;
    const { style } = document.body;
    const before = style.paddingRight;
    const apply = () => {
      style.paddingRight = query.matches ? `${DRAWER_WIDTH_PX}px` : before;
    };
    apply();
    query.addEventListener?.('change', apply);
    return () => {
      query.removeEventListener?.('change', apply);
      style.paddingRight = before;
    };
  }, []);
}
