import { readApplicationStatus } from '../../delivery/argocd/Application';
import { APPLICATION } from '../../delivery/argocd/applicationKind';
import { isOwnCluster } from '../../delivery/argocd/destination';
import type { LeanWorkload } from '../../interpret';
import { listAt, objectAt, textOf, type KubernetesObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';
import { READ_CHARS } from './standingCondition';

const RESOURCES_MAX = 50;

/** What of an Application is not as it should be. */
type Resource = {
  group: string;
  kind: string;
  namespace: string;
  name: string;
};

/** An Application that Argo CD should keep in sync by itself, and that is not. */
export type SyncStanding = {
  status: 'OutOfSync' | 'Unknown';
  /** Its last sync failed, with these words. */
  failure?: string;
  /** Why it cannot be compared. */
  comparison?: string;
  resources: Resource[];
  count: number;
  isHere: boolean;
};

export type ApplicationHealthStanding = {
  message?: string;
  since?: string;
  resources: Resource[];
  isHere: boolean;
};

/**
 * What runs is not what Git holds, for long, though Argo CD should see to that. Where auto-sync is off it is somebody's wish, and where
 * all that differs is what would have to be pruned and is not to be, too.
 */
export const outOfSync: Detector<ObjectFacts<SyncStanding>> = {
  name: 'out-of-sync',
  detect({ object, standing }, _now, { delivery: { outOfSyncAfterSeconds } }) {
    const { status, failure, comparison, resources, count } = standing;
    const why = comparison ?? failure;
    const title =
      status === 'Unknown'
        ? `Argo CD cannot compare ${object.name} with its source`
        : `Argo CD application ${object.name} is out of sync`;
    return {
      findings: [
        {
          cause: status === 'Unknown' ? 'unknown' : '',
          severity: 'warning',
          title: why ? `${title}: ${why.slice(0, 200)}` : title,
          afterSeconds: outOfSyncAfterSeconds,
          evidence: [
            ...(failure ? [{ label: 'Last sync', text: failure }] : []),
            ...(comparison ? [{ label: 'Comparison', text: comparison }] : []),
            ...(count > 0
              ? [{ label: 'Out of sync', text: namesOf(resources, count) }]
              : []),
          ],
        },
      ],
    };
  },
};

/** An Application that Argo CD calls degraded: one of its objects says that it failed. What is still on its way is `Progressing`. */
export const applicationDegraded: Detector<
  ObjectFacts<ApplicationHealthStanding>
> = {
  name: 'delivery-degraded',
  detect({ object, standing }, _now, { delivery: { degradedAfterSeconds } }) {
    const { message, since, resources } = standing;
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `Argo CD application ${object.name} is degraded${
            message ? `: ${message.slice(0, 200)}` : ''
          }`,
          since,
          afterSeconds: degradedAfterSeconds,
          evidence: [
            ...(message ? [{ label: 'Message', text: message }] : []),
            ...(resources.length > 0
              ? [
                  {
                    label: 'Degraded',
                    text: namesOf(resources, resources.length),
                  },
                ]
              : []),
          ],
        },
      ],
    };
  },
};

export const APPLICATION_SYNC_ASPECT: Aspect<SyncStanding> = {
  name: 'application-sync',
  kind: APPLICATION,
  read(object) {
    const sync = objectAt(object, 'status', 'sync').status;
    if (sync !== 'OutOfSync' && sync !== 'Unknown') return undefined;
    const automated = automatedOf(object);
    if (!automated || object.metadata.deletionTimestamp !== undefined) {
      return undefined;
    }
    const off = listAt(object, 'status', 'resources').filter(
      ({ status }) => status === 'OutOfSync',
    );
    const isOnlyToPrune =
      off.length > 0 && off.every(item => item.requiresPruning === true);
    if (sync === 'OutOfSync' && isOnlyToPrune && automated.prune !== true) {
      return undefined;
    }
    const { current, destination } = readApplicationStatus(object);
    const hasFailed = current?.phase === 'Failed' || current?.phase === 'Error';
    const failure = hasFailed ? current.message ?? current.phase : undefined;
    const comparison = listAt(object, 'status', 'conditions').find(
      ({ type }) => type === 'ComparisonError' || type === 'InvalidSpecError',
    );
    const said = textOf(comparison?.message);
    return {
      status: sync,
      ...(failure ? { failure: failure.slice(0, READ_CHARS) } : {}),
      ...(sync === 'Unknown' && said
        ? { comparison: said.slice(0, READ_CHARS) }
        : {}),
      resources: off
        .slice(0, RESOURCES_MAX)
        .map(item => resourceOf(item, object)),
      count: off.length,
      isHere: isOwnCluster(destination),
    };
  },
  workloads: (_object, { isHere, resources }, surroundings) =>
    isHere ? workloadsAmong(resources, surroundings) : [],
  detectors: [outOfSync],
};

export const APPLICATION_HEALTH_ASPECT: Aspect<ApplicationHealthStanding> = {
  name: 'application-health',
  kind: APPLICATION,
  read(object) {
    const health = objectAt(object, 'status', 'health');
    if (
      health.status !== 'Degraded' ||
      object.metadata.deletionTimestamp !== undefined
    ) {
      return undefined;
    }
    // Newer ones keep the health of each object elsewhere.
    const degraded = listAt(object, 'status', 'resources').filter(
      item => objectAt(item, 'health').status === 'Degraded',
    );
    const message =
      textOf(health.message) ||
      textOf(objectAt(degraded[0], 'health').message) ||
      undefined;
    const since = textOf(health.lastTransitionTime);
    return {
      ...(message ? { message: message.slice(0, READ_CHARS) } : {}),
      ...(since ? { since } : {}),
      resources: degraded
        .slice(0, RESOURCES_MAX)
        .map(item => resourceOf(item, object)),
      isHere: isOwnCluster(readApplicationStatus(object).destination),
    };
  },
  workloads: (_object, { isHere, resources }, surroundings) =>
    isHere ? workloadsAmong(resources, surroundings) : [],
  detectors: [applicationDegraded],
};

/** How Argo CD syncs by itself; undefined where somebody else does it. */
function automatedOf(object: KubernetesObject) {
  const { automated } = objectAt(object, 'spec', 'syncPolicy');
  if (typeof automated !== 'object' || automated === null) return undefined;
  const policy = objectAt(automated);
  return policy.enabled === false ? undefined : policy;
}

function resourceOf(item: unknown, object: KubernetesObject): Resource {
  const { group, kind, namespace, name } = objectAt(item);
  return {
    group: textOf(group) ?? '',
    kind: textOf(kind) ?? '',
    namespace:
      textOf(namespace) ||
      textOf(objectAt(object, 'spec', 'destination').namespace) ||
      '',
    name: textOf(name) ?? '',
  };
}

function workloadsAmong(
  resources: readonly Resource[],
  surroundings: ObjectFacts['surroundings'],
): LeanWorkload[] {
  return resources.flatMap(resource =>
    surroundings
      .workloads(resource.namespace)
      .filter(
        ({ type, name }) =>
          type.kind === resource.kind &&
          type.group === resource.group &&
          name === resource.name,
      ),
  );
}

/** `Deployment rest-api, ConfigMap app and 3 more` */
function namesOf(resources: readonly Resource[], count: number): string {
  const shown = resources
    .slice(0, 10)
    .map(({ kind, name }) => `${kind} ${name}`);
  const rest = count - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
