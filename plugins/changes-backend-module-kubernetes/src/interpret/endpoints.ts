import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { SERVICE, type EndpointSliceObject } from '../kinds';
import { tell, type Told } from './change';
import { begin, finish, howLong, type Episode } from './Episode';
import {
  momentAt,
  seenAt,
  subjectOf,
  type Moment,
  type Sighting,
} from './Sighting';

/** A Service whose pods are all being replaced is without any for a moment; only one that stays so is told. */
const GRACE_MS = 10_000;

/** A Service that is without a ready endpoint, or was so not long ago. */
export interface Emptiness {
  namespace?: string;
  service: string;
  /** How it became so; absent while it is not. */
  onset?: Moment & { key: string; resourceVersion: string };
  /** What was told last: it may come back. */
  episode?: Episode;
}

export interface EndpointsContext extends Sighting {
  /** Workloads whose pods the Service leads to, as subjects. */
  affects(): string[];
}

/** From when on an emptiness is told, in milliseconds. */
export function emptinessCountsAt({ start }: Moment): number {
  return Date.parse(start) + GRACE_MS;
}

/** It lost its last ready endpoint, as this slice says. */
export function emptied(
  before: Emptiness | undefined,
  slice: EndpointSliceObject,
  sighting: Sighting,
): Emptiness {
  const at = seenAt(slice, sighting);
  return {
    ...before,
    namespace: slice.namespace,
    service: slice.service,
    onset: {
      ...momentAt(at === sighting.now ? undefined : at, sighting),
      key: `${slice.uid}/empty/${slice.resourceVersion}`,
      resourceVersion: slice.resourceVersion,
    },
  };
}

/** Tells of one that has lasted for long enough, once. */
export function emptinessLasts(
  known: Emptiness,
  context: EndpointsContext,
): { known: Emptiness; observations: Observation[] } {
  const { service, onset } = known;
  if (!onset || isTold(known)) return { known, observations: [] };
  const episode = begin(known.episode, onset.key, onset.start);
  return observe(
    { ...known, episode },
    {
      key: episode.key,
      title: `Service ${service} lost its last ready endpoint${
        episode.times > 1 ? `, ${episode.times} times by now` : ''
      }`,
      severity: 'error',
      moment: { ...onset, start: episode.start },
    },
    onset.resourceVersion,
    context,
  );
}

/** It has a ready endpoint again, or is gone. What did not last was never told. */
export function emptinessOver(
  emptiness: Emptiness,
  {
    at,
    resourceVersion,
    isGone,
  }: {
    at: string;
    resourceVersion: string;
    isGone: boolean;
  },
  context: EndpointsContext,
): { known: Emptiness; observations: Observation[] } {
  const { onset: _, ...known } = emptiness;
  if (!known.episode || !isTold(known)) return { known, observations: [] };
  const episode = finish(known.episode, at);
  return observe(
    { ...known, episode },
    {
      key: episode.key,
      title: `Service ${known.service} had no ready endpoint ${
        isGone ? 'until it was deleted' : howLong(episode)
      }`,
      severity: 'error',
      end: { at: episode.over!, status: 'succeeded' },
    },
    resourceVersion,
    context,
  );
}

function isTold({ episode }: Emptiness): boolean {
  return episode !== undefined && episode.over === undefined;
}

function observe(
  known: Emptiness,
  told: Pick<Told, 'key' | 'title' | 'severity' | 'moment' | 'end'>,
  resourceVersion: string,
  context: EndpointsContext,
): { known: Emptiness; observations: Observation[] } {
  const name = { namespace: known.namespace, name: known.service };
  return {
    known,
    observations: [
      tell(
        {
          ...told,
          kind: 'network',
          subjects: [subjectOf(context, SERVICE, name), ...context.affects()],
        },
        { ...name, uid: told.key, resourceVersion },
        context,
      ),
    ],
  };
}
