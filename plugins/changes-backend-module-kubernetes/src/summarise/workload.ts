import type { JsonObject } from '@backstage/types';
import type {
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  DEPLOYMENT,
  listAt,
  objectAt,
  textOf,
  type AutoscalerObject,
} from '../kinds';
import {
  rolloutStateOf,
  subjectOf,
  type KnownDeployment,
  type Sighting,
} from '../interpret';
import { imageVersion } from '../interpret/image';
import type { Crashing } from './crashing';

const VERSION_LABEL = 'app.kubernetes.io/version';
/** Annotations that matching or code look-ups read. */
const KEPT_ANNOTATIONS =
  /^(backstage\.io|app\.kubernetes\.io|argocd\.argoproj\.io\/tracking-id|meta\.helm\.sh|changes)(\/|$)|(commit|revision|git-?(sha|ref|url)|source-?url|vcs|repository)/i;

/** What a Deployment's row needs beside the Deployment. */
export interface WorkloadFacts {
  autoscaler?: AutoscalerObject;
  crashing?: Crashing;
  shortSince?: string;
  uses: string[];
}

/** A Deployment's subject row: how it stands now. */
export function workloadRow(
  deployment: KnownDeployment,
  facts: WorkloadFacts,
  sighting: Pick<Sighting, 'cluster' | 'now'>,
): SubjectRow {
  const metadata = objectAt(deployment.manifest, 'metadata');
  const podLabels = textsAt(
    deployment.manifest,
    'spec',
    'template',
    'metadata',
    'labels',
  );
  return {
    subject: subjectOf(sighting, DEPLOYMENT, deployment),
    kind: 'Deployment',
    cluster: sighting.cluster,
    namespace: deployment.namespace,
    name: deployment.name,
    labels: { ...podLabels, ...textsAt(metadata, 'labels') },
    annotations: keptAnnotations(deployment.manifest),
    summary: summaryOf(deployment, podLabels, facts),
    observedAt: sighting.now,
  };
}

function summaryOf(
  deployment: KnownDeployment,
  podLabels: Record<string, string>,
  { autoscaler, crashing, shortSince, uses }: WorkloadFacts,
): WorkloadSummary {
  const { status, replicas } = deployment;
  const images = imagesOf(deployment.manifest);
  const [firstImage] = Object.values(images);
  const version =
    podLabels[VERSION_LABEL] ??
    textsAt(deployment.manifest, 'metadata', 'labels')[VERSION_LABEL] ??
    (firstImage && imageVersion(firstImage));
  const unavailable =
    status.isAvailable?.status === 'False' ? status.isAvailable : undefined;
  return {
    type: 'workload',
    desired: replicas,
    ready: status.ready,
    updated: status.updated,
    available: status.available,
    images,
    ...(version ? { version } : {}),
    rollout: rolloutSummary(deployment),
    ...(autoscaler
      ? {
          autoscaler: {
            name: autoscaler.name,
            min: autoscaler.min,
            max: autoscaler.max,
            current: autoscaler.current,
            desired: autoscaler.desired,
          },
        }
      : {}),
    ...(unavailable?.since ? { unavailableSince: unavailable.since } : {}),
    ...(shortSince ? { shortSince } : {}),
    ...(crashing ? { crashing } : {}),
    uses,
    podLabels,
  };
}

function rolloutSummary(
  deployment: KnownDeployment,
): WorkloadSummary['rollout'] {
  const { status, revision, open } = deployment;
  const state = rolloutStateOf(deployment);
  const since =
    state === 'in-progress' && open.rollout
      ? open.rollout.start
      : status.progressing?.updatedAt;
  return {
    // Replicas that come and go after a rollout are no rollout.
    state:
      state === 'in-progress' &&
      !open.rollout &&
      status.progressing?.reason === 'NewReplicaSetAvailable'
        ? 'complete'
        : state,
    ...(since ? { since } : {}),
    ...(state === 'failed' && status.progressing?.reason
      ? { reason: status.progressing.reason }
      : {}),
    ...(revision === undefined ? {} : { revision: String(revision) }),
  };
}

function imagesOf(manifest: JsonObject): Record<string, string> {
  return Object.fromEntries(
    listAt(manifest, 'spec', 'template', 'spec', 'containers').flatMap(
      container => {
        const [name, image] = [textOf(container.name), textOf(container.image)];
        return name && image ? [[name, image]] : [];
      },
    ),
  );
}

function keptAnnotations(manifest: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries({
      ...textsAt(manifest, 'spec', 'template', 'metadata', 'annotations'),
      ...textsAt(manifest, 'metadata', 'annotations'),
    }).filter(
      ([key, value]) => KEPT_ANNOTATIONS.test(key) && value.length <= 1000,
    ),
  );
}

export function textsAt(
  object: unknown,
  ...path: string[]
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt(object, ...path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
