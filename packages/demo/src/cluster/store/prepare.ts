import { type JsonObject, listAt, objectAt } from '../json.ts';
import type { KubernetesObject, Manifest } from '../KubernetesObject.ts';
import type { Identifiers } from './Identifiers.ts';

/** Kinds whose specs are numbered. */
const NUMBERED = new Set([
  'Application',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'Rollout',
  'StatefulSet',
]);

export function hasGeneration(kind: string): boolean {
  return NUMBERED.has(kind);
}

/** Whether the next state of an object is another spec. A Deployment's annotations count, too. */
export function isNextGeneration(
  live: KubernetesObject,
  next: KubernetesObject,
): boolean {
  if (!hasGeneration(next.kind)) return false;
  if (live.spec !== next.spec) return true;
  // Of a custom kind whose status is no subresource everything counts.
  if (next.kind === 'Application') return live.status !== next.status;
  return (
    next.kind === 'Deployment' &&
    live.metadata.annotations !== next.metadata.annotations
  );
}

/** What the API server adds of its own to a new object, beside its identity. */
export function prepared(
  manifest: Manifest,
  uid: string,
  identifiers: Identifiers,
): Manifest {
  const { metadata } = manifest;
  const spec = objectAt(manifest, 'spec');
  switch (manifest.kind) {
    case 'Namespace':
      return {
        ...manifest,
        metadata: {
          ...metadata,
          labels: {
            ...metadata.labels,
            'kubernetes.io/metadata.name': metadata.name,
          },
        },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      };
    case 'Pod':
      return {
        ...manifest,
        status: {
          phase: 'Pending',
          qosClass: qosClassOf(listAt(spec, 'containers')),
        },
      };
    case 'Service': {
      const ip = identifiers.clusterIp();
      return {
        ...manifest,
        spec: { clusterIP: ip, clusterIPs: [ip], ...spec },
      };
    }
    case 'Job':
      return { ...manifest, spec: jobSpec(spec, metadata.name, uid) };
    default:
      return manifest;
  }
}

/** A Job finds its pods by labels that nobody else has. */
function jobSpec(spec: JsonObject, name: string, uid: string): JsonObject {
  const own = { 'batch.kubernetes.io/controller-uid': uid };
  const template = objectAt(spec, 'template');
  const metadata = objectAt(template, 'metadata');
  return {
    ...spec,
    selector: { matchLabels: own },
    template: {
      ...template,
      metadata: {
        ...metadata,
        labels: {
          ...objectAt(metadata, 'labels'),
          ...own,
          'batch.kubernetes.io/job-name': name,
          'controller-uid': uid,
          'job-name': name,
        },
      },
    },
  };
}

/** When nothing is said of a pod's resources, it is the first to go. */
function qosClassOf(containers: JsonObject[]): string {
  const isLimited = containers.some(container =>
    ['requests', 'limits'].some(
      part => Object.keys(objectAt(container, 'resources', part)).length > 0,
    ),
  );
  return isLimited ? 'Burstable' : 'BestEffort';
}
