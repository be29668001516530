import { isDeepStrictEqual } from 'node:util';
import { ApiFailure } from '../http/ApiFailure.ts';
import { type JsonObject, at } from '../json.ts';
import type { ResourceKind } from '../kinds.ts';
import type { KubernetesObject, Manifest } from '../KubernetesObject.ts';
import { canonical } from './canonical.ts';
import { withDefaults } from './defaults.ts';
import { share } from './merge.ts';

/** A written object as it would be stored, sharing with the live one what is the same. What only the API server writes is the live one's. */
export function nextState(
  live: KubernetesObject,
  written: KubernetesObject,
): KubernetesObject {
  const { metadata } = live;
  const { managedFields: _, ...given } = written.metadata;
  const object = canonical(withDefaults({ ...written, metadata: given }));
  const next = share(live, {
    ...object,
    metadata: {
      ...object.metadata,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      ...kept(metadata, 'creationTimestamp'),
      ...kept(metadata, 'deletionGracePeriodSeconds'),
      ...kept(metadata, 'deletionTimestamp'),
      ...kept(metadata, 'generation'),
      ...kept(metadata, 'managedFields'),
    },
  });
  const isSelecting = live.kind === 'Deployment' || live.kind === 'Job';
  const selector = ['spec', 'selector'];
  if (isSelecting && at(live, ...selector) !== at(next, ...selector)) {
    throw new ApiFailure(
      422,
      'Invalid',
      `${live.kind} "${metadata.name}" is invalid: spec.selector: field is immutable`,
    );
  }
  return next;
}

/** Whether all but the entries of managedFields is the same; the two share what is. */
export function isUnchanged(
  live: KubernetesObject,
  next: KubernetesObject,
): boolean {
  return (
    live === next ||
    (live.spec === next.spec &&
      live.status === next.status &&
      isDeepStrictEqual(live, next))
  );
}

/** A status is its subresource's alone. */
export function withoutStatus<T extends object>(
  object: T,
  kind: ResourceKind,
): T {
  return kind.hasStatus ? withoutField(object, 'status') : object;
}

export function withoutField<T extends object>(object: T, field: string): T {
  const { [field]: _, ...rest } = object as JsonObject;
  return rest as T;
}

function kept(metadata: object, field: string): object {
  const value = at(metadata, field);
  return value === undefined ? {} : { [field]: value };
}

/** Throws where the writer has seen another version of the object, or another object. */
export function checkVersion(live: KubernetesObject, given: Manifest): void {
  const { resourceVersion, uid } = given.metadata;
  const isOther =
    (typeof resourceVersion === 'string' &&
      resourceVersion !== live.metadata.resourceVersion) ||
    (uid !== undefined && uid !== live.metadata.uid);
  if (isOther) {
    throw new ApiFailure(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${live.kind} "${live.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`,
    );
  }
}
