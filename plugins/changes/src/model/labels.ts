/** Average width of a character at 11 px. */
const CHARACTER_PX = 5.8;
/** Least distance of two labels. */
const LABEL_GAP_PX = 8;
/** Distance that a label keeps from the edges and the onset line. */
const EDGE_GAP_PX = 4;

/** A text that would like to stand under a mark. */
export interface LabelWish {
  id: string;
  text: string;
  /** Where the mark begins, in pixels. */
  start: number;
  /** Middle of the mark, in pixels. */
  center: number;
  /** Lower is placed first. */
  priority: number;
}

/** A label that found its place. */
export interface PlacedLabel extends LabelWish {
  x: number;
  width: number;
}

/** How wide a text of 11 px is, about. */
export function textWidth(text: string): number {
  return text.length * CHARACTER_PX;
}

/**
 * Gives labels their places, most important first. A label that would touch another or leave the lane is left out, never cut. None
 * crosses the onset, so that one reads at once whether it belongs to the causes or to the effects.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  bounds: { width: number; onset?: number },
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const byPriority = [...wishes].sort(
    (a, b) => a.priority - b.priority || a.center - b.center,
  );
  for (const wish of byPriority) {
    const width = textWidth(wish.text);
    const side = sideOf(wish, bounds);
    const x = Math.max(
      side.from + EDGE_GAP_PX,
      Math.min(wish.center - width / 2, side.to - EDGE_GAP_PX - width),
    );
    const far = Math.abs(x + width / 2 - wish.center) > width / 2 + 16;
    const touches = placed.some(
      other =>
        x < other.x + other.width + LABEL_GAP_PX &&
        x + width > other.x - LABEL_GAP_PX,
    );
    if (far || touches || x + width > side.to) continue;
    placed.push({ ...wish, x, width });
  }
  return placed;
}

function sideOf(
  wish: LabelWish,
  bounds: { width: number; onset?: number },
): { from: number; to: number } {
  const { width, onset } = bounds;
  if (onset === undefined || onset <= 0 || onset >= width) {
    return { from: 0, to: width };
  }
  return wish.start < onset
    ? { from: 0, to: onset }
    : { from: onset, to: width };
}
