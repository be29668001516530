import { numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { controllerReference } from '../owners.ts';

export const HASH_LABEL = 'pod-template-hash';
const PREFIX = 'deployment.kubernetes.io';
export const REVISION = `${PREFIX}/revision`;
const REVISION_HISTORY = `${PREFIX}/revision-history`;
const DESIRED = `${PREFIX}/desired-replicas`;
const MAX = `${PREFIX}/max-replicas`;
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED,
  MAX,
]);
const HASH_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** What a template's ReplicaSet is told by: alike for alike templates. */
export function templateHash({ spec }: KubernetesObject): string {
  const text = JSON.stringify(objectAt(spec, 'template'));
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return [...String(hash)]
    .map(digit => HASH_LETTERS[digit.charCodeAt(0) % HASH_LETTERS.length])
    .join('');
}

export function hashOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.labels?.[HASH_LABEL];
}

/** The number that a ReplicaSet's template had last; 0 where it has none. */
export function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** How many replicas the Deployment had when it last set this ReplicaSet's. */
export function desiredBefore({
  metadata,
}: KubernetesObject): number | undefined {
  const text = metadata.annotations?.[DESIRED];
  return text === undefined ? undefined : Number(text);
}

/** How many replicas there could be at most when this ReplicaSet's number was last set. */
export function maxBefore({ metadata }: KubernetesObject): number | undefined {
  const text = metadata.annotations?.[MAX];
  return text === undefined ? undefined : Number(text);
}

/** The ReplicaSet of a Deployment's present template. */
export function newReplicaSet(
  deployment: KubernetesObject,
  options: { revision: number; replicas: number; limits: ReplicaLimits },
): KubernetesObject {
  const { revision, replicas, limits } = options;
  const hash = templateHash(deployment);
  const { name, namespace } = deployment.metadata;
  const spec = objectAt(deployment, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = objectAt(template, 'metadata');
  const labels = {
    ...(objectAt(metadata, 'labels') as Record<string, string>),
    [HASH_LABEL]: hash,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      uid: '',
      resourceVersion: '',
      labels,
      annotations: {
        ...copiedAnnotations(deployment),
        ...limitAnnotations(limits),
        [REVISION]: String(revision),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds
        ? { minReadySeconds: spec.minReadySeconds }
        : {}),
      selector: {
        matchLabels: {
          ...objectAt(spec, 'selector', 'matchLabels'),
          [HASH_LABEL]: hash,
        },
      },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

/** How many replicas a Deployment wants, and how many there may be at most while it rolls out. */
export interface ReplicaLimits {
  desired: number;
  max: number;
}

/** A ReplicaSet whose template is the present one again: it takes the next number, and remembers the former ones. */
export function reused(
  set: KubernetesObject,
  deployment: KubernetesObject,
  revision: number,
): KubernetesObject {
  const before = revisionOf(set);
  const { [REVISION_HISTORY]: history } = set.metadata.annotations ?? {};
  return withAnnotations(set, {
    ...copiedAnnotations(deployment),
    ...(before < revision ? { [REVISION]: String(revision) } : {}),
    ...(before > 0 && before < revision
      ? { [REVISION_HISTORY]: history ? `${history},${before}` : `${before}` }
      : {}),
  });
}

/** A ReplicaSet with another number of replicas; the same one where nothing would change. */
export function scaled(
  set: KubernetesObject,
  replicas: number,
  limits: ReplicaLimits,
): KubernetesObject {
  const annotated = withAnnotations(set, limitAnnotations(limits));
  return numberAt(set, 'spec', 'replicas') === replicas
    ? annotated
    : { ...annotated, spec: { ...objectAt(set, 'spec'), replicas } };
}

function copiedAnnotations({
  metadata,
}: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(
      ([key]) => !NOT_COPIED.has(key),
    ),
  );
}

function limitAnnotations({ desired, max }: ReplicaLimits) {
  return { [DESIRED]: String(desired), [MAX]: String(max) };
}

function withAnnotations(
  set: KubernetesObject,
  annotations: Record<string, string>,
): KubernetesObject {
  const old = set.metadata.annotations ?? {};
  const isSame = Object.entries(annotations).every(
    ([key, value]) => old[key] === value,
  );
  if (isSame) return set;
  return {
    ...set,
    metadata: { ...set.metadata, annotations: { ...old, ...annotations } },
  };
}
