import type { JsonObject, JsonValue } from '@backstage/types';

/** What an API server adds to a pod template where nobody said otherwise, by the field's name. */
const DEFAULTS: Record<string, readonly JsonValue[]> = {
  creationTimestamp: [null],
  defaultMode: [420],
  dnsPolicy: ['ClusterFirst'],
  failureThreshold: [3],
  periodSeconds: [10],
  protocol: ['TCP'],
  restartPolicy: ['Always'],
  schedulerName: ['default-scheduler'],
  scheme: ['HTTP'],
  successThreshold: [1],
  terminationGracePeriodSeconds: [30],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  timeoutSeconds: [1],
};
/** These are maps that the API server adds empty. */
const EMPTY_MAPS = new Set(['resources', 'securityContext', 'labels']);

/**
 * A pod template without what an API server fills in. It does so for kinds of its own only: a ReplicaSet's copy of the template of a
 * custom kind has more fields than the original.
 */
export function withoutPodDefaults(template: JsonObject): JsonObject {
  return strip(template) as JsonObject;
}

function strip(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map(item => strip(item)!);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !isDefault(key, item, value))
      .map(([key, item]) => [key, strip(item)]),
  );
}

function isDefault(
  key: string,
  value: JsonValue | undefined,
  holder: JsonObject,
): boolean {
  if (DEFAULTS[key]?.some(it => it === value)) return true;
  if (key === 'imagePullPolicy') return value === pullPolicyOf(holder.image);
  // Versions of a field of which there is one.
  if (key === 'apiVersion' && value === 'v1') return 'fieldPath' in holder;
  // The old name of serviceAccountName is kept beside it.
  if (key === 'serviceAccount') return value === holder.serviceAccountName;
  return (
    EMPTY_MAPS.has(key) &&
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}

function pullPolicyOf(image: JsonValue | undefined): string {
  const [, tag] = /:([^:/@]+)(?:@|$)/.exec(String(image)) ?? [];
  const isMoving =
    (tag === undefined && !String(image).includes('@')) || tag === 'latest';
  return isMoving ? 'Always' : 'IfNotPresent';
}
