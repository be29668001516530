import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import { KINDS, type Named, type Resource } from '../kinds';
import type { Author } from './author';

/** Where and when objects are seen. */
export interface Sighting {
  cluster: string;
  environment?: string;
  /** By the cluster's clock, RFC 3339. */
  now: string;
  /** Nobody watched from then: what has no time of its own may have happened at any moment until `gapTo`. */
  gapFrom?: string;
  /** Default: now. */
  gapTo?: string;
}

/** When something happened, as far as it is known. */
export interface Moment {
  start: string;
  observedBetween?: { from: string; to: string };
}

/** When an author wrote. Without a time of its own it was just now, or during the gap. */
export function momentOf(
  author: Author | undefined,
  sighting: Sighting,
): Moment {
  return momentAt(author?.at, sighting);
}

export function momentAt(at: string | undefined, sighting: Sighting): Moment {
  if (at !== undefined && !Number.isNaN(Date.parse(at))) {
    return { start: at };
  }
  const { gapFrom, gapTo: to = sighting.now } = sighting;
  return gapFrom !== undefined && Date.parse(gapFrom) < Date.parse(to)
    ? { start: to, observedBetween: { from: gapFrom, to } }
    : { start: sighting.now };
}

/** When an object was as it is seen: now, or when it was last written where one only catches up. */
export function seenAt(
  object: Pick<Named, 'writtenAt'>,
  { now, gapFrom, gapTo = now }: Sighting,
): string {
  return gapFrom === undefined ? now : object.writtenAt ?? gapTo;
}

export function subjectOf(
  sighting: Pick<Sighting, 'cluster'>,
  resource: Resource,
  object: Pick<Named, 'namespace' | 'name'>,
): string {
  const { kind, group } = KINDS[resource];
  return kubernetesSubject({
    cluster: sighting.cluster,
    namespace: object.namespace,
    kind,
    group,
    name: object.name,
  });
}

export function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
