import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import type {
  CoverageNote,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import type { SourceConnection } from '@ripplehq/backstage-plugin-changes-node';
import type { Cluster } from '../clusters';
import {
  KINDS,
  objectAt,
  plainKind,
  textOf,
  type Kind,
  type KindTable,
} from '../kinds';
import type { NoiseFilter } from '../noise';
import type { Position } from '../reflector';
import { ClusterModel } from './ClusterModel';
import type { Committer } from './Committer';
import { coverageScope } from './coverageWords';
import { kindIdOf, placeId, type Place } from './Place';
import {
  MANIFEST,
  manifestId,
  readPositions,
  readState,
  writePositions,
  type Positions,
} from './stored';

export interface ClusterMemoryOptions {
  cluster: Cluster;
  kinds: KindTable;
  connection: SourceConnection;
  committer: Committer;
  model: ClusterModel;
  /** Knows what the configuration ignores. */
  noise: Pick<NoiseFilter, 'ignores'>;
  /** By the cluster's clock. */
  now: string;
  signal: AbortSignal;
}

/** What is kept of a cluster while nobody watches it: how far each kind was read, and what was known of its objects. */
export class ClusterMemory {
  readonly #kinds: KindTable;
  #positions: Positions;
  /** Until when its workloads and their pods were watched before; undefined where nobody ever did. */
  readonly seenTo: number | undefined;

  /** Brings the model to where it was. What is kept of kinds that are not watched any more is given up. */
  static async load(options: ClusterMemoryOptions): Promise<ClusterMemory> {
    const { cluster, connection } = options;
    const position = await connection.position(cluster.name);
    const { formerly } = cluster;
    if (position !== undefined || formerly === undefined) {
      await restore(options, position);
      return new ClusterMemory(options.kinds, position);
    }
    // A replica that has not heard of the new name yet may still collect under the former one.
    const lease = await connection.lease(formerly, options.signal);
    const before = await connection.position(formerly);
    if (before !== undefined) await takeOver(options, formerly, before);
    await lease.release();
    return new ClusterMemory(options.kinds, before);
  }

  private constructor(kinds: KindTable, position: string | undefined) {
    this.#kinds = kinds;
    this.#positions = readPositions(position);
    const seen = Object.entries(this.#positions).flatMap(([id, place]) =>
      place && kinds.get(kindIdOf(id))?.book === 'workloads'
        ? [place.completeTo]
        : [],
    );
    this.seenTo = seen.length > 0 ? Math.min(...seen) : undefined;
  }

  /** Where the watch of a place goes on, if it does. */
  resumeAt(place: Place): Position | undefined {
    return place.kind.isRemembered
      ? this.#positions[placeId(place)]
      : undefined;
  }

  /** Until when a place was read, by itself or with the whole of its kind; undefined where nobody has read it before. */
  readTo(place: Place): number | undefined {
    const { kind } = place;
    const of = (part: Place) => this.#positions[placeId(part)]?.completeTo;
    return of(place) ?? of({ kind });
  }

  isBehind(kind: Kind): boolean {
    return Object.entries(this.#positions).some(
      ([id, position]) => position?.isBehind && kindIdOf(id) === kind.id,
    );
  }

  move(place: Place, position: Position): void {
    this.#positions = { ...this.#positions, [placeId(place)]: position };
  }

  leave(place: Place): void {
    const { [placeId(place)]: _, ...rest } = this.#positions;
    this.#positions = rest;
  }

  /** To be stored. */
  text(): string {
    return writePositions(
      Object.fromEntries(
        Object.entries(this.#positions).filter(([id]) =>
          isWatched(this.#kinds, id),
        ),
      ),
    );
  }
}

/** Whether the place of an id is one that is read. */
function isWatched(kinds: KindTable, id: string): boolean {
  const kind = kinds.get(kindIdOf(id));
  if (!kind) return false;
  const namespaces = kinds.namespacesOf(kind);
  // In a whole cluster it may be namespaces that are read, where there is no right to more.
  return (
    !namespaces ||
    namespaces.some(namespace => placeId({ kind, namespace }) === id)
  );
}

async function restore(
  options: ClusterMemoryOptions,
  position: string | undefined,
): Promise<void> {
  const { cluster, kinds, connection, committer, model, now } = options;
  const given = ClusterModel.create({ cluster: cluster.name });
  const states: SourceState[] = [];
  // Of what a workload was, only a change of it asks, which then brings it back.
  const loaded = connection.load(cluster.name, { except: MANIFEST });
  for await (const state of loaded) {
    if (model.restoreOwn(state)) continue;
    const stored = readState(state);
    const kind = stored && kinds.get(stored.kindId);
    if (kind && isKept(options, kind, namedIn(stored.object))) {
      model.restore(kind, stored.object);
      continue;
    }
    states.push(
      { id: state.id, body: null },
      { id: manifestId(state.id), body: null },
    );
    if (stored) {
      given.restore(kindOnce(stored), stored.object);
    }
  }
  model.leaveUnwatched((kind, object) => isKept(options, kind, object));
  await drained(model.restored(now));
  model.letManifestsGo();
  const rows = await drained(given.restored(now));
  const left: {
    states: SourceState[];
    subjects: SubjectRow[];
    coverage: CoverageNote[];
  } = {
    states,
    subjects: rows.map(row => gone(row, now)),
    coverage: unwatchedIds(kinds, position).map(id => ({
      scope: coverageScope(cluster.name, id),
      state: 'ended',
      at: now,
    })),
  };
  if (Object.values(left).some(({ length }) => length > 0)) {
    await committer.commit(left);
  }
}

/** What is kept of the cluster under its former name is kept under its name; its subjects of then are gone. */
async function takeOver(
  options: ClusterMemoryOptions,
  formerName: string,
  position: string,
): Promise<void> {
  const { kinds, connection, committer, model, now } = options;
  const former = ClusterModel.create({ cluster: formerName });
  const states: SourceState[] = [];
  for await (const state of connection.load(formerName)) {
    if (model.restoreOwn(state)) {
      states.push(state);
      former.restoreOwn(state);
      continue;
    }
    const stored = readState(state);
    if (!stored) continue;
    const kind = kinds.get(stored.kindId);
    if (kind) states.push(state);
    if (stored.isManifest) continue;
    former.restore(kind ?? kindOnce(stored), stored.object);
    if (kind) model.restore(kind, stored.object);
  }
  const left = await drained(former.restored(now));
  const rows = await drained(model.restored(now));
  const subjects = [...left.map(row => gone(row, now)), ...rows];
  // Under its new name what is wrong is told anew.
  const observations = former.endedIssues(now);
  model.forgetIssues();
  model.leaveUnwatched((kind, object) => isKept(options, kind, object));
  await committer.commit({ observations, states, subjects, position });
  model.letManifestsGo();
  await connection.forget(formerName);
}

function gone(row: SubjectRow, at: string): SubjectRow {
  return { ...row, observedAt: at, goneAt: at };
}

/** All rows; others get their turn between two slices. */
async function drained(slices: Iterable<SubjectRow[]>): Promise<SubjectRow[]> {
  const rows: SubjectRow[] = [];
  for (const slice of slices) {
    rows.push(...slice);
    await setImmediate();
  }
  return rows;
}

/** Whether an object is still watched. */
function isKept(
  { kinds, noise }: Pick<ClusterMemoryOptions, 'kinds' | 'noise'>,
  kind: Kind,
  object: { namespace?: string; name: string },
): boolean {
  return (
    kinds.get(kind.id) !== undefined &&
    isWithin(kinds.namespacesOf(kind), object) &&
    !noise.ignores(kind, object)
  );
}

/** Whether an object lies where its kind is read. */
function isWithin(
  namespaces: readonly string[] | undefined,
  { namespace }: { namespace?: string },
): boolean {
  if (!namespaces) return true;
  return namespace === undefined
    ? namespaces.length > 0
    : namespaces.includes(namespace);
}

/** What an object that is stored is called, and where it lies. */
function namedIn(object: JsonObject): { namespace?: string; name: string } {
  const { namespace, name } = {
    ...(object.known as JsonObject),
    // A workload's manifest is stored by itself.
    ...objectAt(object, 'manifest', 'metadata'),
    ...object,
  };
  return { namespace: textOf(namespace), name: textOf(name) ?? '' };
}

/** Ids of places that may have been watched before and are not now. */
function unwatchedIds(
  kinds: KindTable,
  position: string | undefined,
): string[] {
  const ids = new Set([
    ...KINDS.map(({ id }) => id),
    ...Object.keys(readPositions(position)),
  ]);
  return [...ids].filter(id => !isWatched(kinds, id));
}

/** The row of a kind that is not in the table: of another profile, or of a configuration of before. */
function kindOnce(stored: { kindId: string; object: JsonObject }): Kind {
  const { kindId, object } = stored;
  const known = KINDS.find(({ id }) => id === kindId);
  if (known) return known;
  const [resource, ...group] = kindId.split('.');
  const { kind } = (object.manifest ?? {}) as JsonObject;
  const word = textOf(kind) ?? resource;
  return plainKind({
    resource,
    group: group.join('.'),
    version: 'v1',
    kind: word,
    tells: { word, event: 'config', changes: true },
  });
}
