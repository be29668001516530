import { numberOf, objectAt, type KubernetesObject } from './KubernetesObject';

/**
 * The latest time that the API server itself wrote into an object, its status included: of a write, of its making, of the wish to delete
 * it. In milliseconds since 1970, cut to seconds; NaN where there is none. No client chooses these times.
 */
export function writtenAt({ metadata }: KubernetesObject): number {
  // RFC 3339 in UTC to the second: the order of the texts is that of the times.
  let latest = metadata.creationTimestamp ?? '';
  for (const { time } of metadata.managedFields ?? []) {
    if (time !== undefined && time > latest) latest = time;
  }
  const asked = deletionAskedAt(metadata);
  const written = latest === '' ? NaN : Date.parse(latest);
  return asked > written || Number.isNaN(written) ? asked : written;
}

/** When its deletion was asked for: the API server adds the time that it is given to end. NaN where it was not. */
export function deletionAskedAt({
  deletionTimestamp,
  deletionGracePeriodSeconds,
}: KubernetesObject['metadata']): number {
  if (deletionTimestamp === undefined) return NaN;
  const graceSeconds = numberOf(deletionGracePeriodSeconds) ?? 0;
  return Date.parse(deletionTimestamp) - graceSeconds * 1000;
}

/** Whether somebody wrote what its controller has not answered yet. */
export function awaitsController(object: KubernetesObject): boolean {
  const observed = numberOf(objectAt(object, 'status').observedGeneration);
  return observed !== undefined && observed < (object.metadata.generation ?? 0);
}
