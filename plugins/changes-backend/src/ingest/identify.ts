import { createHash } from 'node:crypto';
import { parseEntityRef } from '@backstage/catalog-model';
import { formatSubject } from '@ripplehq/backstage-plugin-changes-common';

const EVENT_ID_BYTES = 16;
const DIGEST_BYTES = 9;

/** The public id of an event: (source, instance, key) is one event for ever. */
export function eventId(source: string, instance: string, key: string): string {
  return shortHash(JSON.stringify([source, instance, key]), EVENT_ID_BYTES);
}

/** Tells observations of one event and one moment apart. */
export function observationDigest(text: string): string {
  return shortHash(text, DIGEST_BYTES);
}

/**
 * The subject that stands for an entity which an event names outright; the entity itself claims it.
 * @throws Error when it is no entity ref.
 */
export function entitySubject(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(
    entityRef.toLocaleLowerCase('en-US'),
    { defaultKind: 'component', defaultNamespace: 'default' },
  );
  return formatSubject({ source: 'catalog', parts: [kind, namespace, name] });
}

function shortHash(text: string, bytes: number): string {
  return createHash('sha256')
    .update(text)
    .digest()
    .subarray(0, bytes)
    .toString('base64url');
}
