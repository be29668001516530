import { useEffect, type RefObject } from 'react';

/** Below this the drawer is a sheet at the foot instead. */
const DOCK_MIN_WIDTH_PX = 1150;
/** Width of the docked drawer. */
export const DRAWER_WIDTH_PX = 520;

/**
 * Makes room for the drawer: docked, the page and its header stay to the left of it; as a sheet, it begins where the page does, so
 * that the portal's sidebar stays in reach.
 */
export function useDockedBody(ref: RefObject<HTMLElement>): void {
  useEffect(() => {
    const { style } = document.body;
    const before = style.paddingRight;
    const apply = () => {
      const docked = window.innerWidth >= DOCK_MIN_WIDTH_PX;
      style.paddingRight = docked ? `${DRAWER_WIDTH_PX}px` : before;
      const page = ref.current?.parentElement?.getBoundingClientRect();
      ref.current?.style.setProperty('--sheet-left', `${page?.left ?? 0}px`);
    };
    apply();
    if (window.innerWidth < DOCK_MIN_WIDTH_PX) {
      // What the sheet leaves of the page shows the incident, not the page's header.
      ref.current?.previousElementSibling?.scrollIntoView?.({ block: 'start' });
    }
    window.addEventListener('resize', apply);
    return () => {
      window.removeEventListener('resize', apply);
      style.paddingRight = before;
    };
  }, [ref]);
}
