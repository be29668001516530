/** What stands before the items of a list, as an API server writes it. */
const OPENING = Buffer.from('"items":[');
const CLOSING = Buffer.from(']}');
const WHITESPACE = new Set([0x20, 0x0a, 0x0d, 0x09]);
const COLON = 0x3a;
/** So often what looked like the begin of an item may lie within one; then the rest is parsed in one go. */
const JOINS_MAX = 20;

/** A list whose items are still text. */
export interface CutList {
  /** The list without its items. */
  head: unknown;
  /** Its items, each parsed when it is asked for: so none lives longer than it is needed. */
  items: Iterable<unknown>;
}

/**
 * Takes a list apart without parsing it whole: to parse a page of large objects at once would hold everything else up. Gives undefined
 * for a text that is not written as an API server writes lists; it may be one all the same.
 *
 * The text is cut where an item may begin, and a part that is no JSON is joined with the next: what is between two commas of a list and
 * is JSON by itself is an item of it.
 */
export function cutList(body: Buffer): CutList | undefined {
  const opening = body.indexOf(OPENING);
  const end = endOf(body) - CLOSING.length;
  const from = opening + OPENING.length;
  if (opening < 0 || end < from || body.indexOf(CLOSING, end) !== end) {
    return undefined;
  }
  try {
    const head = JSON.parse(`${body.toString('utf8', 0, from)}]}`);
    return { head, items: itemsIn(body, from, end) };
  } catch {
    return undefined;
  }
}

/** @throws SyntaxError where the rest is no item */
function* itemsIn(body: Buffer, from: number, end: number): Generator<unknown> {
  if (from === end) return;
  const border = borderOf(body, from);
  let start = from;
  let searched = from;
  let joins = 0;
  while (start < end) {
    const found = body.indexOf(border, searched);
    const to = found < 0 || found >= end ? end : found + 1;
    let item: unknown;
    try {
      item = JSON.parse(body.toString('utf8', start, to));
    } catch {
      if (to === end || ++joins > JOINS_MAX) {
        yield* JSON.parse(`[${body.toString('utf8', start, end)}]`);
        return;
      }
      searched = to;
      continue;
    }
    yield item;
    start = to + 1;
    searched = start;
    joins = 0;
  }
}

/** The end of an item, and how the next one begins: as the first one does, with the same key. */
function borderOf(body: Buffer, from: number): Buffer {
  const colon = body.indexOf(COLON, from);
  return Buffer.concat([Buffer.from('},'), body.subarray(from, colon + 1)]);
}

function endOf(body: Buffer): number {
  let end = body.length;
  while (end > 0 && WHITESPACE.has(body[end - 1])) end--;
  return end;
}
