/** Follows a pointer that went down until it goes up, wherever it goes; gives a function that stops following. */
export function followPointer(does: {
  move: (event: MouseEvent) => void;
  up: () => void;
  cancel: () => void;
}): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    does.cancel();
  };
  window.addEventListener('pointermove', does.move);
  window.addEventListener('pointerup', does.up);
  window.addEventListener('pointercancel', does.cancel);
  window.addEventListener('keydown', onKey, true);
  return () => {
    window.removeEventListener('pointermove', does.move);
    window.removeEventListener('pointerup', does.up);
    window.removeEventListener('pointercancel', does.cancel);
    window.removeEventListener('keydown', onKey, true);
  };
}
