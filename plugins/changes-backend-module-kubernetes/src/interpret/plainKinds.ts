import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import type { Resource } from '../kinds';

/** Kinds of which only what somebody wanted of an object is told: no rollout, no status. */
export type PlainResource = Exclude<
  Resource,
  'deployments' | 'replicasets' | 'pods' | 'services'
>;

/** How changes of such a kind are told. */
export interface PlainKind {
  resource: PlainResource;
  /** What a person calls it. */
  word: string;
  /** Kind of its events. */
  event: 'config' | 'network' | 'storage' | 'job';
  /** Whether a change of its content is told, or only that it came and went. */
  tellsChanges: boolean;
  /** What was done to it, where there is a better word than "changed". */
  sentence?(changes: FieldChange[]): string | undefined;
}

const PLAIN = { event: 'config', tellsChanges: true } as const;

export const PLAIN_KINDS: Record<PlainResource, PlainKind> = {
  configmaps: { ...PLAIN, resource: 'configmaps', word: 'ConfigMap' },
  namespaces: {
    ...PLAIN,
    resource: 'namespaces',
    word: 'Namespace',
    // Labels and annotations that programs keep there say little.
    tellsChanges: false,
  },
  horizontalpodautoscalers: {
    ...PLAIN,
    resource: 'horizontalpodautoscalers',
    word: 'Autoscaler',
  },
  ingresses: {
    ...PLAIN,
    resource: 'ingresses',
    word: 'Ingress',
    event: 'network',
  },
  networkpolicies: {
    ...PLAIN,
    resource: 'networkpolicies',
    word: 'NetworkPolicy',
    event: 'network',
  },
  poddisruptionbudgets: {
    ...PLAIN,
    resource: 'poddisruptionbudgets',
    word: 'PodDisruptionBudget',
  },
  persistentvolumeclaims: {
    ...PLAIN,
    resource: 'persistentvolumeclaims',
    word: 'PersistentVolumeClaim',
    event: 'storage',
  },
  resourcequotas: {
    ...PLAIN,
    resource: 'resourcequotas',
    word: 'ResourceQuota',
  },
  cronjobs: {
    ...PLAIN,
    resource: 'cronjobs',
    word: 'CronJob',
    event: 'job',
    sentence: changes => {
      const [change, ...others] = changes;
      if (change?.path !== 'spec.suspend' || others.length > 0) {
        return undefined;
      }
      return change.after === true ? 'suspended' : 'resumed';
    },
  },
};

export const PLAIN_RESOURCES = Object.keys(PLAIN_KINDS) as PlainResource[];
