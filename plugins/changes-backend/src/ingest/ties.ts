import { createHash } from 'node:crypto';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';

const THREAD_BYTES = 16;

/** By which names an event is gathered, as one observation says; times are milliseconds. */
export interface Ties {
  gathers: { thread: string; from: number; to?: number }[];
  /** The dearest first. */
  joins: string[];
  /** When it was said, in the source's own order. */
  saidAt: number;
}

/** The ties that an observation speaks of; undefined where it speaks of none. A thread is its source's own. */
export function tiesOf(
  source: string,
  { gathers = [], joins = [], partOfKey, observedAt }: Observation,
): Ties | undefined {
  const joined = partOfKey === undefined ? joins : [];
  if (gathers.length === 0 && joined.length === 0) return undefined;
  return {
    gathers: gathers.map(({ thread, from, to }) => ({
      thread: threadId(source, thread),
      from: Date.parse(from),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
    })),
    joins: [...new Set(joined.map(thread => threadId(source, thread)))],
    saidAt: Date.parse(observedAt),
  };
}

/** Of two observations of one event the later one counts, thread by thread. */
export function mergeTies(
  a: Ties | undefined,
  b: Ties | undefined,
): Ties | undefined {
  if (!a || !b) return a ?? b;
  const [earlier, later] = a.saidAt <= b.saidAt ? [a, b] : [b, a];
  const said = new Set(later.gathers.map(({ thread }) => thread));
  return {
    gathers: [
      ...later.gathers,
      ...earlier.gathers.filter(({ thread }) => !said.has(thread)),
    ],
    joins: later.joins.length > 0 ? later.joins : earlier.joins,
    saidAt: later.saidAt,
  };
}

function threadId(source: string, thread: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, thread]))
    .digest()
    .subarray(0, THREAD_BYTES)
    .toString('base64url');
}
