import { z } from 'zod';
import type { JsonObject } from '@backstage/types';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import type { Kind } from '../kinds';
import type { Position } from '../reflector';

/** The form of what is stored; another one is not read, and the objects count as never seen. */
const FORMAT = 3;

/** Ends the ids of manifests that are stored by themselves. */
export const MANIFEST = '/manifest';

/** What is derived from secrets stays in memory. */
const DIGESTS = new Set(['digest', 'templateDigest', 'keyDigests']);

const body = z.looseObject({
  format: z.literal(FORMAT),
  object: z.looseObject({}),
});

const positions = z.record(
  z.string(),
  z.object({
    resourceVersion: z.string(),
    completeTo: z.number(),
    heardTo: z.number().optional(),
  }),
);

export function storedState(
  kind: Kind,
  uid: string,
  object: object,
): SourceState {
  return {
    id: stateId(kind, uid),
    body: { format: FORMAT, object: withoutDigests(object) as JsonObject },
  };
}

// Manifests are not looked into: a field of theirs may have such a name. What has no digest is given back as it is.
function withoutDigests(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutDigests);
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  const object = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key];
    const isDigest = DIGESTS.has(key);
    const kept = isDigest || key === 'manifest' ? item : withoutDigests(item);
    if (!isDigest && kept === item) continue;
    copy ??= { ...object };
    if (isDigest) delete copy[key];
    else copy[key] = kept;
  }
  return copy ?? value;
}

export function forgottenState(kind: Kind, uid: string): SourceState {
  return { id: stateId(kind, uid), body: null };
}

/** What is stored of an object, and its kind's id; undefined where it has another form. */
export function readState(
  state: SourceState,
): { kindId: string; object: JsonObject; isManifest: boolean } | undefined {
  const read = body.safeParse(state.body);
  return read.success
    ? {
        kindId: state.id.slice(0, state.id.indexOf('/')),
        object: read.data.object as JsonObject,
        isManifest: state.id.endsWith(MANIFEST),
      }
    : undefined;
}

/** Under which uid, or id of a state, the manifest of an object is stored whose other state changes by itself. */
export function manifestId(uid: string): string {
  return `${uid}${MANIFEST}`;
}

/** The object's uid in a state's id. */
export function uidOf(id: string): string {
  return id.slice(id.indexOf('/') + 1).replace(MANIFEST, '');
}

/** How far kinds have been read, by their ids. */
export type Positions = Partial<Record<string, Position>>;

export function writePositions(known: Positions): string {
  return JSON.stringify(known);
}

export function readPositions(text: string | undefined): Positions {
  if (text === undefined) return {};
  try {
    const read = positions.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** Id of an object's state. */
export function stateId(kind: Kind, uid: string): string {
  return `${kind.id}/${uid}`;
}
