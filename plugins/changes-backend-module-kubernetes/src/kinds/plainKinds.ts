import { objectAt } from './KubernetesObject';
import { plainKind, readPlain } from './plain';

export const NAMESPACE = plainKind({
  resource: 'namespaces',
  group: '',
  version: 'v1',
  kind: 'Namespace',
  scope: 'cluster',
  after: [],
  // Labels and annotations that programs keep there say little.
  tells: { word: 'Namespace', event: 'config', changes: false },
});

export const CONFIG_MAP = plainKind({
  resource: 'configmaps',
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  tells: { word: 'ConfigMap', event: 'config', changes: true },
});

export const INGRESS = plainKind({
  resource: 'ingresses',
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  tells: { word: 'Ingress', event: 'network', changes: true },
});

export const NETWORK_POLICY = plainKind({
  resource: 'networkpolicies',
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  tells: { word: 'NetworkPolicy', event: 'network', changes: true },
});

export const PERSISTENT_VOLUME_CLAIM = plainKind({
  resource: 'persistentvolumeclaims',
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  tells: { word: 'PersistentVolumeClaim', event: 'storage', changes: true },
  read: (object, redactor) => {
    // What a claim was bound to is its controller's doing.
    const { volumeName: _, ...spec } = objectAt(object, 'spec');
    return readPlain({ ...object, spec }, PERSISTENT_VOLUME_CLAIM, redactor);
  },
});

export const RESOURCE_QUOTA = plainKind({
  resource: 'resourcequotas',
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  tells: { word: 'ResourceQuota', event: 'config', changes: true },
});

export const CRON_JOB = plainKind({
  resource: 'cronjobs',
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  tells: {
    word: 'CronJob',
    event: 'job',
    changes: true,
    sentence: changes => {
      const [change, ...others] = changes;
      if (change?.path !== 'spec.suspend' || others.length > 0) {
        return undefined;
      }
      return change.after === true ? 'suspended' : 'resumed';
    },
  },
});
