import type {
  Attribution,
  Write,
} from '@ripplehq/backstage-plugin-changes-common';

/** A write to one object that made an event. Times in milliseconds, by the server's clock. */
export interface MadeWrite {
  publicId: string;
  verb: Write['verb'];
  manager: string | null;
  subresource: string | null;
  from: number;
  to: number;
  /** The order of writes of one moment, where the source knows it. */
  sequence: number | null;
}

/** What an audit log said of a write to the same object. */
export interface LoggedWrite {
  id: string;
  verb: Attribution['verb'];
  manager: string | null;
  subresource: string | null;
  from: number;
  to: number;
  /** Whom it names: of two who cannot be told apart nobody is named. */
  actor: string;
}

/**
 * Which logged write made which event of one object, whatever the order in which they came to be known. Where more than one reading is
 * possible and they would name different people, nobody is named.
 * @returns ids of logged writes by public ids of events
 */
export function attribute(
  made: readonly MadeWrite[],
  logged: readonly LoggedWrite[],
): Map<string, string> {
  const named = new Map<string, string>();
  for (const group of groupsOf(made, logged)) {
    const events = [...group.made].sort(inOrder);
    const writes = [...group.logged].sort(inTime);
    const isOne = new Set(writes.map(({ actor }) => actor)).size === 1;
    if (!isOne && (events.length !== writes.length || overlap(writes))) {
      continue;
    }
    const pairs = events.map((event, index) => ({
      event,
      write: isOne
        ? nearest(
            event,
            writes.filter(write => fits(event, write)),
          )
        : writes[index],
    }));
    if (pairs.every(({ event, write }) => write && fits(event, write))) {
      for (const { event, write } of pairs) {
        named.set(event.publicId, write!.id);
      }
    }
  }
  return named;
}

function fits(made: MadeWrite, logged: LoggedWrite): boolean {
  return (
    made.verb === logged.verb &&
    made.from <= logged.to &&
    logged.from <= made.to &&
    (made.manager === null ||
      (made.manager === logged.manager &&
        made.subresource === logged.subresource))
  );
}

/** Writes and events that hang together by what fits: what is told of one says something of the others. */
function groupsOf(
  made: readonly MadeWrite[],
  logged: readonly LoggedWrite[],
): { made: Set<MadeWrite>; logged: Set<LoggedWrite> }[] {
  const groups: { made: Set<MadeWrite>; logged: Set<LoggedWrite> }[] = [];
  const seen = new Set<MadeWrite>();
  for (const first of made) {
    if (seen.has(first)) continue;
    const group = { made: new Set([first]), logged: new Set<LoggedWrite>() };
    for (const event of group.made) {
      seen.add(event);
      for (const write of logged) {
        if (group.logged.has(write) || !fits(event, write)) continue;
        group.logged.add(write);
        made
          .filter(other => fits(other, write))
          .forEach(other => group.made.add(other));
      }
    }
    if (group.logged.size > 0) groups.push(group);
  }
  return groups;
}

function nearest(
  event: MadeWrite,
  writes: readonly LoggedWrite[],
): LoggedWrite | undefined {
  const distance = ({ from, to }: LoggedWrite) =>
    Math.abs((from + to) / 2 - (event.from + event.to) / 2);
  return [...writes].sort(
    (a, b) => distance(a) - distance(b) || inTime(a, b),
  )[0];
}

/** Whether writes of different people were under way at once, so that nobody knows which came first. */
function overlap(writes: readonly LoggedWrite[]): boolean {
  return writes.some(
    (write, index) =>
      index > 0 &&
      write.from <= writes[index - 1].to &&
      write.actor !== writes[index - 1].actor,
  );
}

function inOrder(a: MadeWrite, b: MadeWrite): number {
  return a.sequence !== null && b.sequence !== null
    ? a.sequence - b.sequence
    : a.from - b.from || compare(a.publicId, b.publicId);
}

function inTime(a: LoggedWrite, b: LoggedWrite): number {
  return a.from - b.from || a.to - b.to || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
