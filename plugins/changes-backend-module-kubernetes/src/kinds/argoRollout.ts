import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { canonicalDigestOf } from './canonical';
import { revisionIn } from './deployment';
import { kindOf } from './Kind';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { withoutPodDefaults } from './podDefaults';
import {
  conditionOf,
  observedGenerationOf,
  readWorkload,
  templateOf,
  type Course,
  type PodCounts,
  type ReadWorkload,
  type RolloutPhase,
} from './workload';

export const ROLLOUT_REVISION_ANNOTATION = 'rollout.argoproj.io/revision';

/** What its controller notes in annotations for itself. */
const NOTES = ['rollout.argoproj.io/', 'notified.notifications.argoproj.io'];

/** Argo Rollouts' workload: a Deployment with a canary or two colours. */
export const ARGO_ROLLOUT = kindOf({
  resource: 'rollouts',
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Rollout',
  profile: 'delivery',
  isOptional: true,
  after: [
    'services',
    'replicasets.apps',
    'horizontalpodautoscalers.autoscaling',
  ],
  book: 'workloads',
  read: readArgoRollout,
});

export function readArgoRollout(
  object: KubernetesObject,
  redactor: Redactor,
): ReadWorkload {
  const status = objectAt(object, 'status');
  const counts: PodCounts = {
    replicas: numberOf(status.replicas) ?? 0,
    updated: numberOf(status.updatedReplicas) ?? 0,
    ready: numberOf(status.readyReplicas) ?? 0,
    available: numberOf(status.availableReplicas) ?? 0,
  };
  const spec = objectAt(object, 'spec');
  const replicas = numberOf(spec.replicas) ?? 1;
  const template = withoutPodDefaults(templateOf(object));
  return readWorkload(
    ARGO_ROLLOUT,
    { ...withoutNotes(object), spec: { ...spec, template } },
    redactor,
    {
      replicas,
      counts,
      phase: phaseOf(object, replicas, counts),
      course: courseOf(object),
      revision: revisionIn(object, ROLLOUT_REVISION_ANNOTATION),
      templateDigest: canonicalDigestOf(template),
    },
  );
}

function withoutNotes(object: KubernetesObject): KubernetesObject {
  const annotations = Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(
      ([key]) => !NOTES.some(note => key.startsWith(note)),
    ),
  );
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function phaseOf(
  object: KubernetesObject,
  replicas: number,
  { updated, available }: PodCounts,
): RolloutPhase {
  const status = objectAt(object, 'status');
  const progressing = conditionOf(object, 'Progressing');
  const isStable =
    textOf(status.stableRS) !== undefined &&
    status.stableRS === status.currentPodHash;
  const completed = conditionOf(object, 'Completed');
  const settledAt =
    completed?.status === 'True'
      ? completed.updatedAt ?? completed.since
      : progressing?.updatedAt;
  const said = {
    isMoving: !isStable,
    hasDeadline: true as const,
    at: textOf(status.abortedAt) ?? progressing?.updatedAt,
    ...(isStable ? { settled: { at: settledAt } } : {}),
  };
  if (observedGenerationOf(object) < (object.metadata.generation ?? 0)) {
    const { settled: _, ...rest } = said;
    return { ...rest, state: 'in-progress' };
  }
  const message = textOf(status.message);
  if (isAborted(status)) {
    return { ...said, state: 'failed', reason: message ?? 'RolloutAborted' };
  }
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return { ...said, state: 'failed', reason: message ?? progressing.reason };
  }
  if (isStable && updated >= replicas && available >= replicas) {
    return { ...said, state: 'complete' };
  }
  const isPaused =
    objectAt(object, 'spec').paused === true ||
    listAt(status, 'pauseConditions').length > 0;
  return { ...said, state: isPaused ? 'paused' : 'in-progress' };
}

/** Somebody's wish to abort is there before its controller has answered it with the time and the reason. */
function isAborted(status: JsonObject): boolean {
  return (
    status.abort === true &&
    (status.abortedAt !== undefined ||
      textOf(status.message)?.startsWith('RolloutAborted') === true)
  );
}

/** How far a canary is: which part of the traffic it gets, and what it waits for. */
function courseOf(object: KubernetesObject): Course | undefined {
  // Until the controller has seen a new template its status speaks of the one before.
  if (observedGenerationOf(object) < (object.metadata.generation ?? 0)) {
    return undefined;
  }
  const status = objectAt(object, 'status');
  const steps = listAt(object, 'spec', 'strategy', 'canary', 'steps');
  const index = numberOf(status.currentStepIndex);
  if (isAborted(status)) return { weight: 0, note: 'aborted' };
  const isStable =
    status.stableRS !== undefined && status.stableRS === status.currentPodHash;
  if (isStable) return steps.length > 0 ? { weight: 100 } : undefined;
  const note = noteOf(object, steps, index);
  const weight =
    numberOf(objectAt(status, 'canary', 'weights', 'canary').weight) ??
    weightAt(steps, index);
  if (weight === undefined && note === undefined) return undefined;
  return {
    ...(weight === undefined ? {} : { weight: Math.round(weight) }),
    ...(note === undefined ? {} : { note }),
  };
}

function noteOf(
  object: KubernetesObject,
  steps: JsonObject[],
  index: number | undefined,
): string | undefined {
  const [pause] = listAt(object, 'status', 'pauseConditions');
  const step =
    index !== undefined && steps.length > 0
      ? `step ${Math.min(index + 1, steps.length)} of ${steps.length}`
      : undefined;
  const waiting = pause && waitingFor(textOf(pause.reason), steps[index ?? -1]);
  return [step, waiting].filter(Boolean).join(', ') || undefined;
}

function waitingFor(reason: string | undefined, step?: JsonObject): string {
  switch (reason) {
    case 'CanaryPauseStep': {
      const { duration } = objectAt(step, 'pause');
      return duration === undefined
        ? 'waits to be promoted'
        : `waits ${duration}${typeof duration === 'number' ? ' s' : ''}`;
    }
    case 'BlueGreenPause':
      return 'waits to be promoted';
    case 'InconclusiveAnalysisRun':
      return 'waits: its analysis is inconclusive';
    default:
      return 'waits';
  }
}

/** The weight that the last step so far has set. */
function weightAt(
  steps: JsonObject[],
  index: number | undefined,
): number | undefined {
  if (index === undefined || steps.length === 0) return undefined;
  if (index >= steps.length) return 100;
  return steps
    .slice(0, index + 1)
    .flatMap(step => numberOf(step.setWeight) ?? [])
    .at(-1);
}
