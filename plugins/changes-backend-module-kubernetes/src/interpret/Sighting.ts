import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import type { Kind, Named } from '../kinds';
import type { Author } from './author';

/** Kubernetes cuts times to whole seconds. */
const TIME_STEP_MS = 1_000;
/** The clocks of a cluster's API servers differ by so much. */
const AHEAD_MAX_MS = 60_000;

/** Where and when objects are seen. */
export interface Sighting {
  cluster: string;
  environment?: string;
  /** By the cluster's clock, RFC 3339. */
  now: string;
  /** In the order in which it was read, which that of the times need not be. Default: now. */
  observedAt?: string;
  /** Nobody watched from then until now: what has no time of its own may have happened at any moment between. */
  gapFrom?: string;
  /** When what an object takes the place of was gone. */
  roomMadeAt?: string;
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
  const { gapFrom, now } = sighting;
  // A time that is still to come is not one at which something happened.
  if (at !== undefined && Date.parse(at) <= Date.parse(now) + AHEAD_MAX_MS) {
    return { start: afterRoomWasMade(at, sighting) };
  }
  return gapFrom !== undefined && Date.parse(gapFrom) < Date.parse(now)
    ? { start: now, observedBetween: { from: gapFrom, to: now } }
    : { start: now };
}

/** Cut to its second, a time may seem to lie before what came before it. */
function afterRoomWasMade(
  at: string,
  { roomMadeAt }: Pick<Sighting, 'roomMadeAt'>,
): string {
  const agoMs = Date.parse(roomMadeAt ?? '') - Date.parse(at);
  return agoMs >= 0 && agoMs < TIME_STEP_MS
    ? new Date(Date.parse(roomMadeAt!) + 1).toISOString()
    : at;
}

/** When an object was as it is seen: now, or when it was last written where one only catches up. */
export function seenAt(
  object: Pick<Named, 'writtenAt'>,
  { now, gapFrom }: Sighting,
): string {
  return gapFrom === undefined ||
    object.writtenAt === undefined ||
    Date.parse(object.writtenAt) + TIME_STEP_MS < Date.parse(gapFrom)
    ? now
    : object.writtenAt;
}

export function subjectOf(
  sighting: Pick<Sighting, 'cluster'>,
  { kind, group }: Pick<Kind, 'kind' | 'group'>,
  object: Pick<Named, 'namespace' | 'name'>,
): string {
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
