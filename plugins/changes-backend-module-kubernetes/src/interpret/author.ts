import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import type { ManagedField } from '../kinds';
import { ownership, parsePath, type PathStep } from './FieldPath';
import type { Sighting } from './Sighting';

/** A watch tells of a write so much later at most. */
const RECENT_MS = 10_000;

/** Who wrote to an object and when, of which fields one need not remember. */
export interface Writer {
  manager: string;
  operation?: string;
  subresource?: string;
  time?: string;
}

export interface Author {
  manager: string;
  /** `Apply` or `Update`. */
  operation?: string;
  subresource?: string;
  /** When; to the second. Absent where the API server does not say, as for the scale subresource. */
  at?: string;
}

/** The writers of an object's content; who wrote its status does not matter. */
export function writersOf(managed: ManagedField[]): Writer[] {
  return managed
    .filter(entry => entry.subresource !== 'status')
    .map(({ manager, operation, subresource, time }) => ({
      manager: manager ?? '',
      operation,
      subresource,
      time,
    }));
}

/**
 * Who made these changes: of the writers that own a changed field, and of those that wrote since, the one that both speak for.
 * Undefined where nobody can be told, as when somebody only removed fields.
 * @param changes - the change that matters most first
 * @param sighting - when it was seen; absent: nobody knows when it was made
 */
export function authorOf(
  managed: ManagedField[],
  before: Writer[],
  changes: FieldChange[],
  sighting?: Pick<Sighting, 'now' | 'gapFrom'>,
): Author | undefined {
  const candidates = managed.filter(
    entry => entry.subresource !== 'status' && entry.manager,
  );
  const isFresh = (entry: ManagedField) =>
    entry.time !== undefined &&
    !before.some(
      writer =>
        writer.manager === entry.manager &&
        writer.operation === entry.operation &&
        writer.subresource === entry.subresource &&
        writer.time === entry.time,
    );
  const fresh = candidates.filter(isFresh);
  for (const change of changes) {
    const owners = ownersOf(candidates, parsePath(change.path));
    const freshOwner = latest(owners.filter(isFresh));
    if (freshOwner) return author(freshOwner);
    // The scale subresource's entry has no time, so it cannot be seen to be new.
    const timeless = owners.find(entry => entry.time === undefined);
    if (timeless) return author(timeless);
    // Two writes of one writer within a second look the same. Whoever takes a field away leaves no trace at all.
    const [owner] = owners;
    if (
      owner &&
      owners.length === 1 &&
      fresh.length === 0 &&
      !isRemoval(change) &&
      isRecent(owner, sighting)
    ) {
      return author(owner);
    }
  }
  return fresh.length === 1 ? author(fresh[0]) : undefined;
}

/** Who made an object: the first writer of its content. */
export function creatorOf(managed: ManagedField[]): Author | undefined {
  const first = managed
    .filter(
      entry =>
        entry.subresource === undefined &&
        entry.manager &&
        entry.time !== undefined,
    )
    .sort((a, b) => Date.parse(a.time!) - Date.parse(b.time!))[0];
  return first && author(first);
}

function ownersOf(entries: ManagedField[], path: PathStep[]): ManagedField[] {
  const owners = entries
    .map(entry => ({ entry, ownership: ownership(entry.fieldsV1, path) }))
    .filter(owner => owner.ownership > 0);
  const best = Math.max(...owners.map(owner => owner.ownership));
  return owners
    .filter(owner => owner.ownership === best)
    .map(({ entry }) => entry);
}

function isRemoval({ before, after }: FieldChange): boolean {
  return before !== undefined && after === undefined;
}

function isRecent(
  { time }: ManagedField,
  sighting: Pick<Sighting, 'now' | 'gapFrom'> | undefined,
): boolean {
  if (time === undefined || sighting === undefined) return true;
  const from = sighting.gapFrom ?? sighting.now;
  return Date.parse(time) >= Date.parse(from) - RECENT_MS;
}

function author(entry: ManagedField): Author {
  const { manager, operation, subresource, time } = entry;
  return { manager: manager!, operation, subresource, at: time };
}

function latest(entries: ManagedField[]): ManagedField | undefined {
  return [...entries].sort(
    (a, b) => Date.parse(b.time!) - Date.parse(a.time!),
  )[0];
}
