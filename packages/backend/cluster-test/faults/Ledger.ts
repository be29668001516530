import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';

/** The clocks of whoever writes and of the API server are one; what is noted in objects counts whole seconds. */
const TIME_SLACK_MS = 3_000;

/** A value that a field was given. */
export interface Written {
  value: string;
  /** When the first attempt was sent, and when it was known to have succeeded. */
  sentAt: number;
  doneAt: number;
  /** Nobody could have seen it before the next one: whoever watched was kept away, and the API server has forgotten. */
  mayBeSkipped: boolean;
  /** What was done to whoever watched meanwhile. */
  amid: string | undefined;
}

/** An object, and one field of it through all of its life. */
export interface Track {
  subject: string;
  /** In the words of a diff. */
  path: string;
  /** The first is that of its creation, or of the time before anybody watched. */
  values: Written[];
  /** Whether somebody watched when it was created. */
  isCreationTold: boolean;
  deleted?: Written;
}

/** What was told of an object. */
export interface Told {
  id: string;
  title: string;
  subject: string;
  status: string;
  startedAt: string;
  observedBetween?: { from: string; to: string };
  diff: FieldChange[];
}

/** What really happened: the truth that the events are compared with. */
export class Ledger {
  readonly tracks: Track[] = [];
  /** While it is true, what is written may be told together with what follows. */
  isForgotten = false;
  /** What is done meanwhile to whoever watches. */
  amid: string | undefined;

  /** Notes a value that is about to be written; the answer notes that it was. */
  write(track: Track, value: string): () => void {
    const written = this.#written(value);
    track.values.push(written);
    return () => {
      written.doneAt = Date.now();
    };
  }

  delete(track: Track): () => void {
    const written = this.#written('');
    track.deleted = written;
    return () => {
      written.doneAt = Date.now();
    };
  }

  #written(value: string): Written {
    return {
      value,
      sentAt: Date.now(),
      doneAt: Infinity,
      mayBeSkipped: this.isForgotten,
      amid: this.amid,
    };
  }
}

/** Whether the last value of each object has been told. */
export function isUpToDate(tracks: Track[], told: Told[]): boolean {
  return tracks.every(track => {
    const events = told.filter(({ subject }) => subject === track.subject);
    if (track.deleted) {
      return events.some(isDeletion) || isUnseen(track);
    }
    const { values, isCreationTold } = track;
    const { value } = values[values.length - 1];
    // What was changed before anybody could see it was created so.
    const isFirst = values.slice(0, -1).every(given => given.mayBeSkipped);
    return (
      events.some(event => linkOf(event, track.path)?.to === value) ||
      (isFirst && (!isCreationTold || events.some(isCreation)))
    );
  });
}

/**
 * What differs between what happened and what was told, in sentences: each value must follow from the one before by exactly one event, and
 * nothing else may be told.
 */
export function complaints(tracks: Track[], told: Told[]): string[] {
  const known = new Set(tracks.map(({ subject }) => subject));
  return [
    ...tracks.flatMap(track =>
      complaintsOf(
        track,
        told.filter(({ subject }) => subject === track.subject),
      ),
    ),
    ...told
      .filter(({ subject }) => !known.has(subject))
      .map(({ title, subject }) => `of ${subject} was told: ${title}`),
  ];
}

function complaintsOf(track: Track, told: Told[]): string[] {
  const complain = (what: string) => `${track.subject}: ${what}`;
  const found: string[] = [];
  const left = new Set(told);
  const take = (events: Told[], what: string) => {
    events.forEach(event => left.delete(event));
    if (events.length > 1) {
      found.push(complain(`${what} was told ${events.length} times`));
    }
    return events[0] as Told | undefined;
  };

  // A creation is the step from nothing to the first value that somebody saw.
  const creation = take(told.filter(isCreation), 'the creation');
  const deletion = take(told.filter(isDeletion), 'the deletion');
  const [first] = track.values;
  let at = 0;
  if (creation) {
    at = firstSeen(track, told);
    if (!track.isCreationTold) found.push(complain('a creation was told'));
    found.push(
      ...skipped(track, -1, at).map(complain),
      ...untimely(creation, track.values[Math.max(at, 0)], first).map(complain),
    );
  } else if (track.isCreationTold && !isUnseen(track)) {
    found.push(complain('the creation was not told'));
  }

  const last = track.values.length - 1;
  for (; at < last; ) {
    const from = track.values[at].value;
    const next = take(
      told.filter(event => linkOf(event, track.path)?.from === from),
      `what followed ${from}`,
    );
    if (!next) {
      const isGone = track.values
        .slice(at + 1)
        .every(({ mayBeSkipped }) => mayBeSkipped);
      if (!(track.deleted?.mayBeSkipped && isGone)) {
        found.push(complain(`nothing follows ${from}`));
      }
      break;
    }
    const to = linkOf(next, track.path)!.to;
    const reached = track.values.findIndex(({ value }) => value === to);
    if (reached <= at) {
      found.push(complain(`${from} → ${to} never happened`));
      break;
    }
    found.push(
      ...skipped(track, at, reached).map(complain),
      ...untimely(next, track.values[reached], track.values[at + 1]).map(
        complain,
      ),
    );
    at = reached;
  }

  if (track.deleted && !deletion && !isUnseen(track)) {
    found.push(complain('the deletion was not told'));
  }
  if (deletion) {
    if (track.deleted) {
      found.push(
        ...untimely(deletion, track.deleted, track.deleted).map(complain),
      );
    } else found.push(complain('a deletion was told'));
  }
  for (const { title } of left) found.push(complain(`too much: ${title}`));
  return found;
}

/** Which value an object was created with, as far as anybody saw: what is told next follows from it. */
function firstSeen({ values, path }: Track, told: Told[]): number {
  const from = new Set(told.map(event => linkOf(event, path)?.from));
  const next = values.findIndex(({ value }) => from.has(value));
  if (next >= 0) return next;
  const isSkippable = values.slice(0, -1).every(value => value.mayBeSkipped);
  return isSkippable ? values.length - 1 : 0;
}

function skipped(track: Track, from: number, to: number): string[] {
  return track.values
    .slice(from + 1, Math.max(to, 0))
    .filter(({ mayBeSkipped }) => !mayBeSkipped)
    .map(({ value }) => `${value} was not told by itself`);
}

/** The event must say a time at which it can have happened: since the first of the values that it tells of, by the last. */
function untimely(event: Told, last: Written, first: Written): string[] {
  const { startedAt, observedBetween } = event;
  const from = Date.parse(observedBetween?.from ?? startedAt);
  const to = Date.parse(observedBetween?.to ?? startedAt);
  const isTrue =
    from <= last.doneAt + TIME_SLACK_MS && to >= first.sentAt - TIME_SLACK_MS;
  return isTrue
    ? []
    : [
        `"${event.title}" is said to be at ${
          observedBetween ? `${observedBetween.from}–` : ''
        }${observedBetween?.to ?? startedAt}, but was at ${new Date(
          first.sentAt,
        ).toISOString()}${first.amid ? `, amid ${first.amid}` : ''}`,
      ];
}

/** Created and deleted while nobody could see it. */
function isUnseen({ values, deleted }: Track): boolean {
  return (
    deleted?.mayBeSkipped === true &&
    values.every(({ mayBeSkipped }) => mayBeSkipped)
  );
}

function isCreation({ title }: Told): boolean {
  return / created\b/.test(title);
}

function isDeletion({ title }: Told): boolean {
  return / deleted\b/.test(title);
}

function linkOf(
  { diff }: Told,
  path: string,
): { from?: string; to?: string } | undefined {
  const change = diff.find(({ path: changed }) => changed === path);
  return change && { from: text(change.before), to: text(change.after) };
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
