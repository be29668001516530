import { useEffect, useRef } from 'react';

/** What keys do. */
export interface TabKeyActions {
  step: (direction: 'previous' | 'next') => void;
  lane: (direction: 'up' | 'down') => void;
  open: () => void;
  close: () => void;
  zoom: (direction: 'in' | 'out' | 'all') => void;
  incident: (direction: 'previous' | 'next') => void;
  suspect: (rank: number) => void;
  search: () => void;
  help: () => void;
}

/** Marks the elements in which arrows, Enter and zoom keys are the timeline's. */
const LANES_SELECTOR = '[data-timeline-lanes]';
const TYPING_SELECTOR =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** Something modal of anybody's: keys are its. */
const MODAL_SELECTOR =
  '[role="presentation"] [role="dialog"], .MuiPopover-root, .MuiDialog-root';

/**
 * Keys of the tab. Single characters work wherever no text is typed; arrows, Enter and zoom only inside the timeline, since elsewhere
 * they scroll the page and press buttons.
 */
export function useTabKeys(actions: TabKeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      ) {
        return;
      }
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest(TYPING_SELECTOR)) return;
      if (target?.closest(MODAL_SELECTOR)) return;
      const inLanes =
        target?.closest(LANES_SELECTOR) !== null && target !== undefined;
      const action =
        anywhere(event.key, latest.current) ??
        (inLanes && !target.closest('button')
          ? inTimeline(event.key, latest.current)
          : undefined);
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function anywhere(key: string, does: TabKeyActions): (() => void) | undefined {
  switch (key) {
    case 'Escape':
      return does.close;
    case '[':
      return () => does.incident('previous');
    case ']':
      return () => does.incident('next');
    case '/':
      return does.search;
    case '?':
      return does.help;
    case '1':
    case '2':
    case '3':
    case '4':
      return () => does.suspect(Number(key));
    default:
      return undefined;
  }
}

function inTimeline(
  key: string,
  does: TabKeyActions,
): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => does.step('previous');
    case 'ArrowRight':
      return () => does.step('next');
    case 'ArrowUp':
      return () => does.lane('up');
    case 'ArrowDown':
      return () => does.lane('down');
    case 'Enter':
    case ' ':
      return does.open;
    case '+':
    case '=':
      return () => does.zoom('in');
    case '-':
      return () => does.zoom('out');
    case '0':
      return () => does.zoom('all');
    default:
      return undefined;
  }
}
