import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { DeploymentObject } from '../kinds';
import type { RolloutStep } from './RolloutStep';
import { later } from './Sighting';

const STEPS_MAX = 200;
/** Steps between two tellings are collected. */
const TELL_EVERY_MS = 2_000;

/** A change of a Deployment that lasts: a rollout, or a scaling until the pods are there. */
export interface OpenChange {
  key: string;
  kind: string;
  title: string;
  severity: Observation['severity'];
  start: string;
  /** The Deployment's generation from which on its status speaks of this change. */
  generation: number;
  steps: RolloutStep[];
  /** When the steps were last told. */
  toldAt: string;
  revision?: number;
  /** It was told to have failed, which may turn out wrong. */
  failed?: true;
}

export type RolloutState = 'complete' | 'in-progress' | 'failed' | 'paused';

/** How the last rollout stands, by the rule of `kubectl rollout status`. */
export function rolloutStateOf({
  generation,
  replicas,
  paused,
  status,
}: DeploymentObject): RolloutState {
  if (status.observedGeneration < generation) return 'in-progress';
  if (status.progressing?.reason === 'ProgressDeadlineExceeded') {
    return 'failed';
  }
  const isComplete =
    status.updated >= replicas &&
    status.replicas <= status.updated &&
    status.available >= status.updated;
  if (isComplete) return 'complete';
  return paused ? 'paused' : 'in-progress';
}

/** A change that has moved on: how it stands now, unless it is over, and what is to be told of it. */
export interface Progress {
  open?: OpenChange;
  tell?: { end?: Observation['end']; rollout: Observation['rollout'] };
}

export function progressOfRollout(
  open: OpenChange,
  next: DeploymentObject,
  now: string,
): Progress {
  const state = isSettledSince(open, next) ? 'complete' : rolloutStateOf(next);
  const { progressing } = next.status;
  const moved = withStep(
    {
      ...open,
      revision:
        next.status.observedGeneration >= open.generation
          ? next.revision
          : open.revision,
    },
    next,
    now,
  );
  if (state === 'complete') {
    const at =
      progressing?.reason === 'NewReplicaSetAvailable'
        ? endAt(progressing.updatedAt, open, now)
        : now;
    return {
      tell: {
        end: { at: later(at, open.start), status: 'succeeded' },
        rollout: rolloutOf(moved),
      },
    };
  }
  // The condition of an earlier rollout stays until this one has made a step.
  const isOwnFailure =
    state === 'failed' && !isBefore(progressing?.updatedAt ?? now, open.start);
  if (isOwnFailure && !open.failed) {
    return {
      open: { ...moved, failed: true, toldAt: now },
      tell: {
        end: {
          at: endAt(progressing?.updatedAt, open, now),
          status: 'failed',
        },
        rollout: { ...rolloutOf(moved), reason: progressing?.reason },
      },
    };
  }
  if (open.failed) return { open: moved };
  return tellNowAndThen(open, moved, now);
}

/** Its controller said that it was complete; what became of the pods since then is another matter. */
function isSettledSince(
  { start, generation }: OpenChange,
  { status }: DeploymentObject,
): boolean {
  const { observedGeneration, progressing } = status;
  return (
    observedGeneration >= generation &&
    progressing?.reason === 'NewReplicaSetAvailable' &&
    Date.parse(progressing.updatedAt ?? '') > Date.parse(start)
  );
}

export function progressOfScale(
  open: OpenChange,
  next: DeploymentObject,
  now: string,
): Progress {
  const { status, replicas } = next;
  const moved = withStep(open, next, now);
  const isOver =
    status.observedGeneration >= open.generation &&
    status.replicas === replicas &&
    status.available >= replicas;
  if (isOver) {
    return {
      tell: {
        end: { at: later(now, open.start), status: 'succeeded' },
        rollout: rolloutOf(moved),
      },
    };
  }
  return tellNowAndThen(open, moved, now);
}

export function stepOf(next: DeploymentObject, at: string): RolloutStep {
  const { ready, updated } = next.status;
  return { at, desired: next.replicas, ready, updated };
}

export function rolloutOf(
  open: OpenChange,
): NonNullable<Observation['rollout']> {
  return {
    steps: open.steps,
    ...(open.revision === undefined ? {} : { revision: String(open.revision) }),
  };
}

/** When a condition says it ended, if that can be: conditions count whole seconds. */
function endAt(at: string | undefined, open: OpenChange, now: string): string {
  if (at === undefined || isBefore(at, open.start)) return now;
  return later(at, open.start);
}

function isBefore(at: string, start: string): boolean {
  return Date.parse(at) < Math.floor(Date.parse(start) / 1000) * 1000;
}

function withStep(
  open: OpenChange,
  next: DeploymentObject,
  now: string,
): OpenChange {
  const step = stepOf(next, now);
  const last = open.steps[open.steps.length - 1];
  const isSame =
    last &&
    last.desired === step.desired &&
    last.ready === step.ready &&
    last.updated === step.updated;
  if (isSame) return open;
  const kept = open.steps.length < STEPS_MAX ? open.steps : thinned(open.steps);
  return { ...open, steps: [...kept, step] };
}

function thinned(steps: RolloutStep[]): RolloutStep[] {
  return steps.filter((_, index) => index % 2 === 0);
}

function tellNowAndThen(
  open: OpenChange,
  moved: OpenChange,
  now: string,
): Progress {
  const isDue =
    moved.steps !== open.steps &&
    Date.parse(now) - Date.parse(open.toldAt) >= TELL_EVERY_MS;
  return isDue
    ? {
        open: { ...moved, toldAt: now },
        tell: { rollout: rolloutOf(moved) },
      }
    : { open: moved };
}
