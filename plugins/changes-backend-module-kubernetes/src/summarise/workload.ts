import type { JsonObject } from '@backstage/types';
import type {
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import { listAt, objectAt, textOf, type AutoscalerObject } from '../kinds';
import { subjectOf, type KnownWorkload, type Sighting } from '../interpret';
import { imageVersion } from '../interpret/image';
import type { Crashing } from './crashing';

const VERSION_LABEL = 'app.kubernetes.io/version';
/** Annotations that matching or code look-ups read. */
const KEPT_ANNOTATIONS =
  /^(backstage\.io|app\.kubernetes\.io|argocd\.argoproj\.io\/tracking-id|meta\.helm\.sh|changes)(\/|$)|(commit|revision|git-?(sha|ref|url)|source-?url|vcs|repository)/i;

/** What a workload's row needs beside the workload. */
export interface WorkloadFacts {
  autoscaler?: AutoscalerObject;
  crashing?: Crashing;
  shortSince?: string;
  uses: string[];
}

/** A workload's subject row: how it stands now. */
export function workloadRow(
  workload: KnownWorkload,
  facts: WorkloadFacts,
  sighting: Pick<Sighting, 'cluster' | 'now'>,
): SubjectRow {
  const metadata = objectAt(workload.manifest, 'metadata');
  const podLabels = textsAt(
    workload.manifest,
    'spec',
    'template',
    'metadata',
    'labels',
  );
  return {
    subject: subjectOf(sighting, workload.type, workload),
    kind: workload.type.kind,
    cluster: sighting.cluster,
    namespace: workload.namespace,
    name: workload.name,
    labels: { ...podLabels, ...textsAt(metadata, 'labels') },
    annotations: keptAnnotations(workload.manifest),
    summary: summaryOf(workload, podLabels, facts),
    observedAt: sighting.now,
  };
}

function summaryOf(
  workload: KnownWorkload,
  podLabels: Record<string, string>,
  { autoscaler, crashing, shortSince, uses }: WorkloadFacts,
): WorkloadSummary {
  const { counts, replicas, unavailableSince } = workload;
  const images = imagesOf(workload.manifest);
  const [firstImage] = Object.values(images);
  const version =
    podLabels[VERSION_LABEL] ??
    textsAt(workload.manifest, 'metadata', 'labels')[VERSION_LABEL] ??
    (firstImage && imageVersion(firstImage));
  return {
    type: 'workload',
    desired: replicas,
    ready: counts.ready,
    updated: counts.updated,
    available: counts.available,
    images,
    ...(version ? { version } : {}),
    rollout: rolloutSummary(workload),
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
    ...(unavailableSince ? { unavailableSince } : {}),
    ...(shortSince ? { shortSince } : {}),
    ...(crashing ? { crashing } : {}),
    uses,
    podLabels,
  };
}

function rolloutSummary(workload: KnownWorkload): WorkloadSummary['rollout'] {
  const { phase, revision, open } = workload;
  const { state } = phase;
  const since =
    state === 'in-progress' && open.rollout ? open.rollout.start : phase.at;
  return {
    // Replicas that come and go after a rollout are no rollout.
    state:
      state === 'in-progress' && !open.rollout && !phase.isMoving
        ? 'complete'
        : state,
    ...(since ? { since } : {}),
    ...(state === 'failed' && phase.reason ? { reason: phase.reason } : {}),
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
