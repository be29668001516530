import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, at, numberAt, objectAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import { templateHash } from '../deployment/replicaSets.ts';
import {
  type CanarySets,
  REVISION,
  countOf,
  hashOf,
  newCanarySet,
  renumbered,
  revisionOf,
  wantedOf,
  withReplicas,
} from './canarySets.ts';
import { canaryStatus } from './canaryStatus.ts';
import { pausedSince, stepsOf, weightAt } from './steps.ts';

/** What Argo Rollouts does about one Rollout now. */
export interface RolloutSync {
  create: KubernetesObject[];
  update: KubernetesObject[];
  remove: KubernetesObject[];
  /** With its next status, where that is another one. */
  rollout?: KubernetesObject;
  recheckAt?: number;
}

/** How far a canary is. */
export interface Progress {
  hash: string;
  stable?: string;
  index: number;
  isAborted: boolean;
  abortedAt?: string;
  /** RFC 3339: since when it pauses at its step. */
  pausedAt?: string;
}

/**
 * One round of Argo Rollouts' controller for a canary without a traffic router: the share of pods stands for the share of traffic.
 * https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function syncRollout(options: {
  rollout: KubernetesObject;
  /** All that the Rollout controls. */
  sets: KubernetesObject[];
  now: number;
}): RolloutSync {
  const { rollout, now } = options;
  const hash = templateHash(rollout);
  const { create, update, sets } = numbered(rollout, options.sets, hash);
  const before = objectAt(rollout, 'status');
  const progress = progressOf(rollout, before, hash);
  const split: CanarySets = {
    canary: sets.find(set => hashOf(set) === hash)!,
    stable: sets.find(set => hashOf(set) === progress.stable),
    others: sets.filter(set => ![hash, progress.stable].includes(hashOf(set))),
  };
  const moved = advanced(rollout, split, progress, now);
  const scaled = scaledSets(rollout, split, moved.progress);
  const next: KubernetesObject = {
    ...rollout,
    metadata: {
      ...rollout.metadata,
      annotations: {
        ...rollout.metadata.annotations,
        [REVISION]: String(revisionOf(split.canary)),
      },
    },
    status: canaryStatus({
      rollout,
      sets: split,
      progress: moved.progress,
      now,
    }),
  };
  const isSame =
    isDeepStrictEqual(before, next.status) &&
    isDeepStrictEqual(rollout.metadata.annotations, next.metadata.annotations);
  return {
    create: create.map(set => scaled.get(set) ?? set),
    update: [...scaled]
      .filter(([set, after]) => !create.includes(set) && after !== set)
      .map(([, after]) => after)
      .concat(update.filter(set => scaled.get(set) === set)),
    remove: isSame ? surplus(rollout, split) : [],
    ...(isSame ? {} : { rollout: next }),
    ...(moved.recheckAt === undefined ? {} : { recheckAt: moved.recheckAt }),
  };
}

/** With the set of the present template, which has the highest number. */
function numbered(
  rollout: KubernetesObject,
  known: KubernetesObject[],
  hash: string,
) {
  const others = known.filter(set => hashOf(set) !== hash);
  const found = known.find(set => hashOf(set) === hash);
  const revision = Math.max(0, ...others.map(revisionOf)) + 1;
  if (!found) {
    const set = newCanarySet(rollout, revision);
    return {
      create: [set],
      update: [] as KubernetesObject[],
      sets: [...others, set],
    };
  }
  const set =
    revisionOf(found) < revision ? renumbered(found, revision) : found;
  return {
    create: [],
    update: set === found ? [] : [set],
    sets: [...others, set],
  };
}

/** Where it is, by its status; another template begins anew, and the stable one has no steps to go. */
function progressOf(
  rollout: KubernetesObject,
  status: JsonObject,
  hash: string,
): Progress {
  const stable = textAt(status, 'stableRS');
  const end = stepsOf(rollout).length;
  if (textAt(status, 'currentPodHash') !== hash) {
    const isBack = stable === undefined || stable === hash;
    return { hash, stable, index: isBack ? end : 0, isAborted: false };
  }
  const since = pausedSince(status);
  const isPromoted = at(status, 'controllerPause') === true && !since;
  const index = numberAt(status, 'currentStepIndex') ?? end;
  const isAborted = at(status, 'abort') === true;
  if (at(status, 'promoteFull') === true && !isAborted) {
    return { hash, stable, index: end, isAborted };
  }
  return {
    hash,
    stable,
    index: isPromoted && !isAborted ? index + 1 : index,
    isAborted,
    ...(isAborted ? { abortedAt: textAt(status, 'abortedAt') } : {}),
    ...(since && !isAborted ? { pausedAt: rfc3339(since) } : {}),
  };
}

/** As many steps on as are done. */
function advanced(
  rollout: KubernetesObject,
  sets: CanarySets,
  from: Progress,
  now: number,
): { progress: Progress; recheckAt?: number } {
  if (from.isAborted) {
    return { progress: { ...from, abortedAt: from.abortedAt ?? rfc3339(now) } };
  }
  const steps = stepsOf(rollout);
  let progress = from;
  for (; progress.index < steps.length; ) {
    const step = steps[progress.index];
    const { pausedAt, ...rest } = progress;
    if (step.type === 'weight') {
      const wanted = canaryReplicas(rollout, step.percent);
      if (countOf(sets.canary, 'availableReplicas') < wanted) break;
    } else if (pausedAt === undefined) {
      progress = { ...progress, pausedAt: rfc3339(now) };
      continue;
    } else {
      if (step.durationMs === undefined) break;
      const endsAt = Date.parse(pausedAt) + step.durationMs;
      if (endsAt > now) return { progress, recheckAt: endsAt };
    }
    progress = { ...rest, index: progress.index + 1 };
  }
  const isThrough =
    progress.index >= steps.length &&
    countOf(sets.canary, 'availableReplicas') >= replicasOf(rollout);
  return {
    progress: isThrough ? { ...progress, stable: progress.hash } : progress,
  };
}

/** New pods come before old ones go. */
function scaledSets(
  rollout: KubernetesObject,
  { canary, others, stable }: CanarySets,
  progress: Progress,
): Map<KubernetesObject, KubernetesObject> {
  const replicas = replicasOf(rollout);
  const scaled = new Map(others.map(set => [set, withReplicas(set, 0)]));
  if (!stable || stable === canary) {
    return scaled.set(canary, withReplicas(canary, replicas));
  }
  const weight = progress.isAborted
    ? 0
    : weightAt(stepsOf(rollout), progress.index);
  const wanted = canaryReplicas(rollout, weight);
  const available =
    wanted === 0 ? 0 : Math.min(wanted, countOf(canary, 'availableReplicas'));
  scaled.set(stable, withReplicas(stable, replicas - available));
  const stands = countOf(stable, 'availableReplicas') >= replicas - wanted;
  const left = Math.max(wanted, wantedOf(canary));
  return scaled.set(canary, withReplicas(canary, stands ? wanted : left));
}

function canaryReplicas(rollout: KubernetesObject, percent: number): number {
  return Math.ceil((replicasOf(rollout) * percent) / 100);
}

function replicasOf(rollout: KubernetesObject): number {
  return numberAt(rollout, 'spec', 'replicas') ?? 1;
}

/** Sets that are kept only for going back, beyond the limit. */
function surplus(
  rollout: KubernetesObject,
  { others }: CanarySets,
): KubernetesObject[] {
  const limit = numberAt(rollout, 'spec', 'revisionHistoryLimit') ?? 10;
  return others
    .filter(set => wantedOf(set) === 0 && countOf(set, 'replicas') === 0)
    .sort((a, b) => revisionOf(b) - revisionOf(a))
    .slice(limit);
}
