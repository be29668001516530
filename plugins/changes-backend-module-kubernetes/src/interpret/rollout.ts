import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { WorkloadObject } from '../kinds';
import type { RolloutStep } from './RolloutStep';
import { later } from './Sighting';

const STEPS_MAX = 200;
/** Steps between two tellings are collected. */
const TELL_EVERY_MS = 2_000;

/** A change of a workload that lasts: a rollout, or a scaling until the pods are there. */
export interface OpenChange {
  key: string;
  kind: string;
  title: string;
  severity: Observation['severity'];
  start: string;
  /** The workload's generation from which on its status speaks of this change. */
  generation: number;
  steps: RolloutStep[];
  /** When the steps were last told. */
  toldAt: string;
  revision?: number;
  /** It was told to have failed, which may turn out wrong. */
  failed?: true;
}

/** A change that has moved on: how it stands now, unless it is over, and what is to be told of it. */
export interface Progress {
  open?: OpenChange;
  tell?: { end?: Observation['end']; rollout: Observation['rollout'] };
}

export function progressOfRollout(
  open: OpenChange,
  next: WorkloadObject,
  now: string,
): Progress {
  const { phase, observedGeneration } = next;
  const state = isSettledSince(open, next) ? 'complete' : phase.state;
  const moved = withStep(
    {
      ...open,
      revision:
        observedGeneration >= open.generation ? next.revision : open.revision,
    },
    next,
    now,
  );
  if (state === 'complete') {
    return {
      tell: {
        end: {
          at: later(endAt(phase.settled?.at, open, now), open.start),
          status: 'succeeded',
        },
        rollout: rolloutOf(moved),
      },
    };
  }
  // What was said of an earlier rollout stays until this one has made a step.
  const isOwnFailure =
    state === 'failed' && !isBefore(phase.at ?? now, open.start);
  if (isOwnFailure && !open.failed) {
    return {
      open: { ...moved, failed: true, toldAt: now },
      tell: {
        end: { at: endAt(phase.at, open, now), status: 'failed' },
        rollout: { ...rolloutOf(moved), reason: phase.reason },
      },
    };
  }
  if (open.failed) return { open: moved };
  return tellNowAndThen(open, moved, now);
}

/** Its controller said that it was complete; what became of the pods since then is another matter. */
function isSettledSince(
  { start, generation }: OpenChange,
  { observedGeneration, phase: { settled } }: WorkloadObject,
): boolean {
  return (
    settled !== undefined &&
    observedGeneration >= generation &&
    (settled.at === undefined || Date.parse(settled.at) > Date.parse(start))
  );
}

export function progressOfScale(
  open: OpenChange,
  next: WorkloadObject,
  now: string,
): Progress {
  const { counts, replicas } = next;
  const moved = withStep(open, next, now);
  const isOver =
    next.observedGeneration >= open.generation &&
    counts.replicas === replicas &&
    counts.available >= replicas;
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

export function stepOf(next: WorkloadObject, at: string): RolloutStep {
  const { ready, updated } = next.counts;
  return { at, desired: next.replicas, ready, updated, ...next.course };
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
  next: WorkloadObject,
  now: string,
): OpenChange {
  const step = stepOf(next, now);
  const last = open.steps[open.steps.length - 1];
  const isSame =
    last &&
    last.desired === step.desired &&
    last.ready === step.ready &&
    last.updated === step.updated &&
    last.weight === step.weight &&
    last.note === step.note;
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
