import type { JsonObject, JsonValue } from '@backstage/types';

/** A manifest's own kind, as far as it is one of Kubernetes' own. */
export interface Typed {
  /** Absent for custom kinds, of which only pod templates have defaults that are known. */
  kind?: string;
}

/** Where pods are described. */
const POD_SPEC = /(^|\.)template\.spec\b/;
const EMPTY = {};

/** What an API server adds to a pod's description where nobody said otherwise, by the field's name. */
const POD_DEFAULTS: Readonly<Record<string, JsonValue>> = {
  defaultMode: 420,
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  failureThreshold: 3,
  periodSeconds: 10,
  preemptionPolicy: 'PreemptLowerPriority',
  protocol: 'TCP',
  resources: EMPTY,
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  scheme: 'HTTP',
  securityContext: EMPTY,
  successThreshold: 1,
  terminationGracePeriodSeconds: 30,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  timeoutSeconds: 1,
};

const ROLLING = { maxSurge: '25%', maxUnavailable: '25%' };

/** What it adds to kinds of its own, by the field's path. */
const KIND_DEFAULTS: Readonly<
  Record<string, Readonly<Record<string, JsonValue>>>
> = {
  Deployment: {
    'spec.progressDeadlineSeconds': 600,
    'spec.replicas': 1,
    'spec.revisionHistoryLimit': 10,
    'spec.strategy': { type: 'RollingUpdate', rollingUpdate: ROLLING },
    'spec.strategy.type': 'RollingUpdate',
    'spec.strategy.rollingUpdate': ROLLING,
    'spec.strategy.rollingUpdate.maxSurge': '25%',
    'spec.strategy.rollingUpdate.maxUnavailable': '25%',
  },
  StatefulSet: {
    'spec.podManagementPolicy': 'OrderedReady',
    'spec.replicas': 1,
    'spec.revisionHistoryLimit': 10,
    'spec.persistentVolumeClaimRetentionPolicy': {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
    'spec.updateStrategy': {
      type: 'RollingUpdate',
      rollingUpdate: { partition: 0 },
    },
    'spec.updateStrategy.type': 'RollingUpdate',
    'spec.updateStrategy.rollingUpdate': { partition: 0 },
    'spec.updateStrategy.rollingUpdate.partition': 0,
  },
  DaemonSet: {
    'spec.revisionHistoryLimit': 10,
    'spec.updateStrategy': {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    },
    'spec.updateStrategy.type': 'RollingUpdate',
    'spec.updateStrategy.rollingUpdate': { maxSurge: 0, maxUnavailable: 1 },
  },
  Job: jobDefaults('spec'),
  CronJob: {
    'spec.concurrencyPolicy': 'Allow',
    'spec.failedJobsHistoryLimit': 1,
    'spec.successfulJobsHistoryLimit': 3,
    'spec.suspend': false,
    ...jobDefaults('spec.jobTemplate.spec'),
  },
  Service: {
    'spec.internalTrafficPolicy': 'Cluster',
    'spec.sessionAffinity': 'None',
    'spec.type': 'ClusterIP',
  },
  PersistentVolumeClaim: { 'spec.volumeMode': 'Filesystem' },
  PodDisruptionBudget: {
    'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget',
  },
};

function jobDefaults(spec: string): Record<string, JsonValue> {
  return {
    [`${spec}.backoffLimit`]: 6,
    [`${spec}.completionMode`]: 'NonIndexed',
    [`${spec}.manualSelector`]: false,
    [`${spec}.parallelism`]: 1,
    [`${spec}.podReplacementPolicy`]: 'TerminatingOrFailed',
    [`${spec}.suspend`]: false,
  };
}

/** The kind of both manifests; undefined where they are none of Kubernetes', or of two kinds. */
export function typeOfBoth(
  before: JsonObject,
  after: JsonObject,
): Typed | undefined {
  const { apiVersion, kind } = after;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return undefined;
  }
  if (before.apiVersion !== apiVersion || before.kind !== kind) {
    return undefined;
  }
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const isOwn = !group.includes('.') || group.endsWith('.k8s.io');
  return isOwn ? { kind } : {};
}

/** Whether a value says no more than its absence does: the API server fills it in. */
export function isDefault(
  type: Typed,
  path: string,
  field: string,
  value: JsonValue,
  holder: JsonObject,
): boolean {
  if (field === 'creationTimestamp') return value === null;
  const known = KIND_DEFAULTS[type.kind ?? '']?.[path];
  if (known !== undefined) return isEqual(known, value);
  if (!POD_SPEC.test(path)) return false;
  if (field === 'imagePullPolicy') return value === pullPolicyOf(holder.image);
  // Versions of a field of which there is one.
  if (field === 'apiVersion') return value === 'v1' && 'fieldPath' in holder;
  // The old name of serviceAccountName is kept beside it.
  if (field === 'serviceAccount') return value === holder.serviceAccountName;
  return (
    Object.hasOwn(POD_DEFAULTS, field) && isEqual(POD_DEFAULTS[field], value)
  );
}

function pullPolicyOf(image: JsonValue | undefined): string {
  const [, tag] = /:([^:/@]+)(?:@|$)/.exec(String(image)) ?? [];
  const isMoving =
    (tag === undefined && !String(image).includes('@')) || tag === 'latest';
  return isMoving ? 'Always' : 'IfNotPresent';
}

function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}
