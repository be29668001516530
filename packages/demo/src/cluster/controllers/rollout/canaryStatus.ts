import { type JsonObject, numberAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import {
  type Condition,
  conditionsOf,
  withCondition,
} from '../deployment/conditions.ts';
import { type CanarySets, countOf, revisionOf } from './canarySets.ts';
import { stepsOf } from './steps.ts';
import type { Progress } from './syncRollout.ts';

type Said = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** A Rollout's status, as Argo Rollouts writes it. */
export function canaryStatus(options: {
  rollout: KubernetesObject;
  sets: CanarySets;
  progress: Progress;
  now: number;
}): JsonObject {
  const { now, progress, rollout, sets } = options;
  const { hash, index, isAborted, pausedAt, stable } = progress;
  const all = [
    sets.canary,
    ...(sets.stable && sets.stable !== sets.canary ? [sets.stable] : []),
    ...sets.others,
  ];
  const total = (field: Parameters<typeof countOf>[1]) =>
    all.reduce((sum, set) => sum + countOf(set, field), 0);
  const replicas = numberAt(rollout, 'spec', 'replicas') ?? 1;
  const available = total('availableReplicas');
  const isStable = stable === hash;
  const isHealthy = isStable && available >= replicas;
  const [phase, message] = phaseOf({ isAborted, isHealthy, pausedAt }, sets);
  const steps = stepsOf(rollout).length;
  return {
    HPAReplicas: total('replicas'),
    availableReplicas: available,
    blueGreen: {},
    canary: {},
    conditions: conditions(options, {
      available,
      isHealthy,
      isStable,
      replicas,
    }),
    ...(pausedAt
      ? {
          controllerPause: true,
          pauseConditions: [{ reason: 'CanaryPauseStep', startTime: pausedAt }],
        }
      : {}),
    currentPodHash: hash,
    ...(steps > 0 ? { currentStepIndex: isAborted ? 0 : index } : {}),
    ...(isAborted
      ? { abort: true, abortedAt: progress.abortedAt ?? rfc3339(now) }
      : {}),
    ...(message ? { message } : {}),
    observedGeneration: String(rollout.metadata.generation ?? 0),
    phase,
    readyReplicas: total('readyReplicas'),
    replicas: total('replicas'),
    selector: Object.entries(
      objectAt(rollout, 'spec', 'selector', 'matchLabels'),
    )
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    ...(stable ? { stableRS: stable } : {}),
    updatedReplicas: countOf(sets.canary, 'replicas'),
  };
}

function phaseOf(
  is: { isAborted: boolean; isHealthy: boolean; pausedAt?: string },
  { canary }: CanarySets,
): [phase: string, message?: string] {
  if (is.isAborted) {
    return ['Degraded', abortMessage(canary)];
  }
  if (is.pausedAt) return ['Paused', 'CanaryPauseStep'];
  return is.isHealthy
    ? ['Healthy']
    : ['Progressing', 'more replicas need to be updated'];
}

function abortMessage(canary: KubernetesObject): string {
  return `RolloutAborted: Rollout aborted update to revision ${revisionOf(
    canary,
  )}`;
}

function conditions(
  { now, progress, rollout, sets }: Parameters<typeof canaryStatus>[0],
  is: {
    available: number;
    replicas: number;
    isHealthy: boolean;
    isStable: boolean;
  },
): Condition[] {
  const said = [
    is.available >= is.replicas
      ? condition(
          'Available',
          'True',
          'AvailableReason',
          'Rollout has minimum availability',
        )
      : condition(
          'Available',
          'False',
          'AvailableReason',
          'Rollout does not have minimum availability',
        ),
    progressing(progress, sets, is.isStable),
    condition(
      'Paused',
      progress.pausedAt ? 'True' : 'False',
      'RolloutPaused',
      progress.pausedAt ? 'Rollout is paused' : 'Rollout is resumed',
    ),
    is.isHealthy
      ? condition('Healthy', 'True', 'RolloutHealthy', 'Rollout is healthy')
      : condition(
          'Healthy',
          'False',
          'RolloutHealthy',
          'Rollout is not healthy',
        ),
    condition(
      'Completed',
      is.isStable ? 'True' : 'False',
      'RolloutCompleted',
      is.isStable
        ? `Rollout completed update to revision ${revisionOf(sets.canary)}`
        : 'Rollout not completed, started update to another revision',
    ),
  ];
  return said.reduce(
    (all, next) => withCondition(all, next, now),
    conditionsOf(rollout.status),
  );
}

function progressing(
  { isAborted, pausedAt }: Progress,
  { canary }: CanarySets,
  isStable: boolean,
): Said {
  const name = canary.metadata.name;
  if (isAborted) {
    return condition(
      'Progressing',
      'False',
      'RolloutAborted',
      abortMessage(canary),
    );
  }
  if (pausedAt) {
    return condition(
      'Progressing',
      'Unknown',
      'RolloutPaused',
      'Rollout is paused',
    );
  }
  return isStable
    ? condition(
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${name}" has successfully progressed.`,
      )
    : condition(
        'Progressing',
        'True',
        'ReplicaSetUpdated',
        `ReplicaSet "${name}" is progressing.`,
      );
}

function condition(
  type: string,
  status: Said['status'],
  reason: string,
  message: string,
): Said {
  return { type, status, reason, message };
}
