import type { JsonObject } from '@backstage/types';
import { HELM_RECORD_TYPE } from '../delivery/helm/helmRecordKind';
import type { Kind } from './Kind';
import { objectAt, type KubernetesObject } from './KubernetesObject';
import { digestOf } from './manifest';
import { objectRuleOf } from './noise';
import { plainKind, readPlain, type PlainObject } from './plain';

/**
 * Watched only where somebody switched it on. The redactor replaces each value by a mark that tells apart what differs, or by one and the
 * same where it has no key.
 */
export const SECRET: Kind = plainKind({
  resource: 'secrets',
  group: '',
  version: 'v1',
  kind: 'Secret',
  profile: 'config',
  // Helm's records are large, and what they hold is not used.
  select: { fieldSelector: `type!=${HELM_RECORD_TYPE}` },
  tells: { word: 'Secret', event: 'secret', changes: true },
  read: (object, redactor) =>
    objectRuleOf(SECRET.id, object)
      ? undefined
      : {
          ...readPlain(object, SECRET, redactor),
          keyDigests: keyDigestsOf(object),
        },
});

/** Of each value by its key; in memory only. */
function keyDigestsOf(object: KubernetesObject): Record<string, string> {
  const data: JsonObject = {
    ...objectAt(object, 'data'),
    ...objectAt(object, 'stringData'),
  };
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, digestOf(value)]),
  );
}

/** Keys of a Secret whose values differ, as far as both sightings know them. */
export function changedKeys(before: PlainObject, after: PlainObject): string[] {
  const [old, now] = [before.keyDigests ?? {}, after.keyDigests ?? {}];
  return Object.keys(now).filter(
    key => old[key] !== undefined && old[key] !== now[key],
  );
}
