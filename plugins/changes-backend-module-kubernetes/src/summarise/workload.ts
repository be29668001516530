import type {
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import type { AutoscalerObject } from '../kinds';
import { subjectOf, type LeanWorkload, type Sighting } from '../interpret';
import { imageVersion } from '../interpret/image';

const VERSION_LABEL = 'app.kubernetes.io/version';
/** What a workload's row needs beside the workload. */
export interface WorkloadFacts {
  autoscaler?: AutoscalerObject;
  uses: string[];
}

/** A workload's subject row: how it stands now. */
export function workloadRow(
  workload: LeanWorkload,
  facts: WorkloadFacts,
  sighting: Pick<Sighting, 'cluster' | 'now'>,
): SubjectRow {
  const { labels, podLabels, annotations } = workload.traits;
  return {
    subject: subjectOf(sighting, workload.type, workload),
    kind: workload.type.kind,
    cluster: sighting.cluster,
    namespace: workload.namespace,
    name: workload.name,
    labels: { ...podLabels, ...labels },
    annotations,
    summary: summaryOf(workload, facts),
    observedAt: sighting.now,
  };
}

function summaryOf(
  workload: LeanWorkload,
  { autoscaler, uses }: WorkloadFacts,
): WorkloadSummary {
  const { counts, replicas, traits } = workload;
  const { images, labels, podLabels } = traits;
  const version = versionOf(images, { ...labels, ...podLabels });
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
    uses,
    podLabels,
  };
}

/** The version that runs: as a label says, else the first image's tag. */
export function versionOf(
  images: Record<string, string>,
  labels: Record<string, string>,
): string | undefined {
  const [firstImage] = Object.values(images);
  return labels[VERSION_LABEL] ?? (firstImage && imageVersion(firstImage));
}

function rolloutSummary(workload: LeanWorkload): WorkloadSummary['rollout'] {
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
