import { useEffect, useRef } from 'react';

export interface ExplorerKeyActions {
  move: (step: 1 | -1) => void;
  openChanges: () => void;
  openHealth: () => void;
  toggleMine: () => void;
  search: () => void;
}

/** Marks the element in which arrows and Enter are the table's. */
export const ROWS_ATTRIBUTE = 'data-explorer-rows';

const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const MODAL = '[role="dialog"], .MuiPopover-root';

/** Single letters work wherever no text is typed; arrows and Enter only in the table, since elsewhere they scroll and press. */
export function useExplorerKeys(actions: ExplorerKeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target?.closest(TYPING) ||
        target?.closest(MODAL)
      ) {
        return;
      }
      const inRows =
        Boolean(target?.closest(`[${ROWS_ATTRIBUTE}]`)) &&
        !target?.closest('a, button');
      const action =
        anywhere(event.key, latest.current) ??
        (inRows ? inTable(event.key, latest.current) : undefined);
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function anywhere(
  key: string,
  does: ExplorerKeyActions,
): (() => void) | undefined {
  switch (key) {
    case 'h':
      return does.openHealth;
    case 'm':
      return does.toggleMine;
    case '/':
      return does.search;
    default:
      return undefined;
  }
}

function inTable(
  key: string,
  does: ExplorerKeyActions,
): (() => void) | undefined {
  switch (key) {
    case 'ArrowDown':
      return () => does.move(1);
    case 'ArrowUp':
      return () => does.move(-1);
    case 'Enter':
      return does.openChanges;
    default:
      return undefined;
  }
}
