import type { Write } from '@ripplehq/backstage-plugin-changes-common';
import type { Told } from './change';
import type { Sighting } from './Sighting';

/** An API server cuts times to whole seconds. */
const SECOND_MS = 1_000;
/** A watch tells of a write so much later at most, where the object itself does not say when it was. */
const WATCH_LAG_MS = 10_000;
/** The clock that is read from answers may be wrong by so much. */
const CLOCK_MS = 2_000;
/** A controller makes a set for a new template so much later at most. */
const CONTROLLER_LAG_MS = 5_000;

/** The write that made a change, for an audit log to name its author; undefined where none is told of for the first time. */
export function writeOf(told: Told, sighting: Sighting): Write | undefined {
  const { moment, author, key, reconstructed } = told;
  if (!moment || reconstructed) return undefined;
  return {
    verb: verbOf(key),
    ...(author?.manager ? { manager: author.manager.slice(0, 200) } : {}),
    ...(author?.subresource ? { subresource: author.subresource } : {}),
    ...between(told, sighting),
  };
}

function between(
  { moment, author, key }: Told,
  { now }: Sighting,
): Pick<Write, 'from' | 'to'> {
  const { start, observedBetween } = moment!;
  const at = Date.parse(start);
  if (observedBetween) {
    return span(
      Date.parse(observedBetween.from) - CLOCK_MS,
      Date.parse(observedBetween.to) + CLOCK_MS,
    );
  }
  if (start === now) return span(at - WATCH_LAG_MS, at + CLOCK_MS);
  // Of the object itself, or of the set that a controller made for it.
  const isOwn = author?.at === start || verbOf(key) !== 'update';
  return span(isOwn ? at : at - CONTROLLER_LAG_MS, at + SECOND_MS - 1);
}

function verbOf(key: string): Write['verb'] {
  if (key.endsWith('/created')) return 'create';
  return key.endsWith('/deleted') ? 'delete' : 'update';
}

function span(from: number, to: number): Pick<Write, 'from' | 'to'> {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
