import { z } from 'zod';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import type { KnownDeployment, KnownPlain, PlainResource } from '../interpret';
import { RESOURCES, type Resource, type ServiceObject } from '../kinds';
import type { Position } from '../reflector';
import type { Crashing } from '../summarise';

/** What is remembered of a Deployment, with what its row said that has a begin. */
export interface Workload {
  known: KnownDeployment;
  shortSince?: string;
  crashing?: Crashing;
}

/** Kinds that are remembered over a restart. The others are listed anew, since nothing is told of their past. */
export type StoredObject =
  | { resource: 'deployments'; object: Workload }
  | { resource: PlainResource; object: KnownPlain }
  | { resource: 'services'; object: ServiceObject };

/** The form of what is stored; another one is not read, and the objects count as never seen. */
const FORMAT = 1;

const body = z.looseObject({
  format: z.literal(FORMAT),
  object: z.looseObject({}),
});

const positions = z.record(
  z.string(),
  z.object({ resourceVersion: z.string(), completeTo: z.number() }),
);

/** The digests know of secrets; they stay in memory. */
export function storedState(stored: StoredObject): SourceState {
  const { resource, object } = stored;
  const uid = resource === 'deployments' ? object.known.uid : object.uid;
  return {
    id: stateId(resource, uid),
    body: JSON.parse(
      JSON.stringify({ format: FORMAT, object }, (key, value) =>
        key === 'digest' || key === 'templateDigest' ? undefined : value,
      ),
    ),
  };
}

export function forgottenState(resource: Resource, uid: string): SourceState {
  return { id: stateId(resource, uid), body: null };
}

export function readState(state: SourceState): StoredObject | undefined {
  const resource = state.id.slice(0, state.id.indexOf('/'));
  const read = body.safeParse(state.body);
  return read.success
    ? ({ resource, object: read.data.object } as unknown as StoredObject)
    : undefined;
}

export type Positions = Partial<Record<Resource, Position>>;

export function writePositions(known: Positions): string {
  return JSON.stringify(known);
}

export function readPositions(text: string | undefined): Positions {
  if (text === undefined) return {};
  try {
    const read = positions.safeParse(JSON.parse(text));
    return read.success
      ? Object.fromEntries(
          Object.entries(read.data).filter(([resource]) =>
            (RESOURCES as string[]).includes(resource),
          ),
        )
      : {};
  } catch {
    return {};
  }
}

function stateId(resource: Resource, uid: string): string {
  return `${resource}/${uid}`;
}
