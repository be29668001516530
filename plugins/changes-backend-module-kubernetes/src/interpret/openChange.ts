import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { ReadWorkload } from '../kinds';
import { instant, tell, type Told } from './change';
import type { WorkloadContext, WorkloadStep } from './KnownWorkload';
import {
  progressOfRollout,
  progressOfScale,
  rolloutOf,
  stepOf,
  type OpenChange,
  type Progress,
} from './rollout';
import { later, seenAt, subjectOf, type Moment } from './Sighting';

type Headline = Pick<Told, 'key' | 'kind' | 'title' | 'severity'>;
type Details = Omit<Told, keyof Headline | 'subjects'> & { moment: Moment };

/** How long a change of a workload lasts: until the pods are replaced, until there are as many as wanted, or not at all. */
export type Duration = 'rollout' | 'scale' | 'instant';

/** Tells a change, keeps it in mind as long as it lasts, and ends the one of its sort that it replaces. */
export function openChange(
  step: WorkloadStep,
  next: ReadWorkload,
  headline: Headline,
  details: Details,
  duration: Duration,
  context: WorkloadContext,
): WorkloadStep {
  const { key, kind, title, severity } = headline;
  const subjects = [subjectOf(context, next.type, next)];
  const told: Told = { ...details, key, kind, title, severity, subjects };
  if (duration === 'instant') {
    const end = instant(details.moment);
    return {
      known: step.known,
      observations: [
        ...step.observations,
        tell({ ...told, end }, next, context),
      ],
    };
  }
  const change: OpenChange = {
    key,
    kind,
    title,
    severity,
    start: details.moment.start,
    generation: next.generation,
    steps: [stepOf(next, seenAt(next, context))],
    toldAt: seenAt(next, context),
  };
  const before = endOpen(step, duration, change.start, next, context);
  return {
    known: {
      ...before.known,
      open: { ...before.known.open, [duration]: change },
    },
    observations: [
      ...before.observations,
      tell({ ...told, rollout: rolloutOf(change) }, next, context),
    ],
  };
}

/** Ends what is open because something else came in its place. What was told to have failed stays failed. */
export function endOpen(
  step: WorkloadStep,
  duration: 'rollout' | 'scale',
  at: string,
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  const change = step.known.open[duration];
  if (!change) return step;
  const subjects = [subjectOf(context, next.type, next)];
  return {
    known: {
      ...step.known,
      open: { ...step.known.open, [duration]: undefined },
    },
    observations: change.failed
      ? step.observations
      : [
          ...step.observations,
          tell(supersededChange(change, at, subjects), next, context),
        ],
  };
}

export function supersededChange(
  change: OpenChange,
  at: string,
  subjects: string[],
): Told {
  const { key, kind, title, severity } = change;
  return {
    key,
    kind,
    title,
    severity,
    subjects,
    end: { at: later(at, change.start), status: 'superseded' },
    rollout: rolloutOf(change),
  };
}

/** Lets what is open move on with the workload's status. */
export function advance(
  step: WorkloadStep,
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  const { rollout, scale } = step.known.open;
  const at = seenAt(next, context);
  const moved = {
    rollout: rollout && progressOfRollout(rollout, next, at),
    scale: scale && progressOfScale(scale, next, at),
  };
  const subjects = [subjectOf(context, next.type, next)];
  const observations = [...step.observations];
  const report = (
    change: OpenChange | undefined,
    told: Progress['tell'],
  ): void => {
    if (!change || !told) return;
    const { key, kind, title } = change;
    const severity: Observation['severity'] =
      told.end?.status === 'failed' ? 'error' : change.severity;
    observations.push(
      tell({ key, kind, title, severity, subjects, ...told }, next, context),
    );
  };
  report(rollout, moved.rollout?.tell);
  report(scale, moved.scale?.tell);
  return {
    known: {
      ...step.known,
      open: {
        ...step.known.open,
        rollout: moved.rollout?.open,
        scale: moved.scale?.open,
      },
    },
    observations,
  };
}
