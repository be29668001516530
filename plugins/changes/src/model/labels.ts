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
 * Gives labels their places, most important first. A label that would touch another or leave the lane is left out, never cut. One
 * whose mark lies left of the onset stays left of it.
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
    const limit =
      bounds.onset !== undefined && wish.center < bounds.onset
        ? Math.min(bounds.onset, bounds.width)
        : bounds.width;
    const x = Math.max(
      EDGE_GAP_PX,
      Math.min(wish.center - width / 2, limit - EDGE_GAP_PX - width),
    );
    const far = Math.abs(x + width / 2 - wish.center) > width / 2 + 16;
    const touches = placed.some(
      other =>
        x < other.x + other.width + LABEL_GAP_PX &&
        x + width > other.x - LABEL_GAP_PX,
    );
    if (far || touches || x + width > bounds.width) continue;
    placed.push({ ...wish, x, width });
  }
  return placed;
}
