import {
  diffManifests,
  type FieldChange,
} from '@ripplehq/backstage-plugin-changes-common';
import type { ReadWorkload } from '../kinds';
import { authorOf, type Author } from './author';
import { describeRun, endRun, extendRun, runIsOverAt } from './autoscale';
import { byRisk, tell, type Told } from './change';
import { classify, type Classified } from './classify';
import { withReplicas } from './workloadManifest';
import { isWithin } from './FieldPath';
import { earlierRevisionWith } from './revisions';
import type {
  WorkloadContext,
  WorkloadStep,
  KnownWorkload,
} from './KnownWorkload';
import { openChange, type Duration } from './openChange';
import { phrasesOf } from './phrases';
import { reachOf, rollsOut, widened } from './reach';
import { stepOf } from './rollout';
import { later, momentOf, seenAt, subjectOf, type Moment } from './Sighting';

const AUTOSCALER: Author = {
  manager: 'kube-controller-manager',
  subresource: 'scale',
};

/** From none to one replica and back KEDA scales itself; the rest it leaves to an autoscaler that it makes. */
const KEDA_MANAGER = /^keda(-operator)?$/;

/** Tells in what a workload differs from an earlier version of it, as one change. */
export function tellSpecChange(
  step: WorkloadStep,
  previous: KnownWorkload,
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  if (
    previous.digest !== undefined &&
    previous.digest === next.digest &&
    previous.templateDigest === next.templateDigest
  ) {
    return step;
  }
  const changes = diffManifests(previous.manifest, next.manifest);
  const templateChanged =
    previous.templateDigest === undefined
      ? changes.some(change => isWithin(change.path, 'spec.template'))
      : previous.templateDigest !== next.templateDigest;
  const isHiddenChange =
    previous.digest !== undefined && previous.digest !== next.digest;
  if (changes.length === 0 && !isHiddenChange && !templateChanged) return step;

  const author =
    authorOf(
      next.managed,
      previous.writers,
      byRisk(changes, phrasesOf(changes)),
      context,
    ) ?? untracedAutoscaler(changes, next, context);
  const moment = momentOf(author, context);
  const classified = classifyReach(
    classify({
      name: next.name,
      changes,
      templateChanged,
      rollbackTo: templateChanged
        ? earlierRevisionWith(
            context.revisions,
            next.templateDigest,
            // The number of its template may not have been known yet.
            previous.revision ?? previous.toldRevision,
          )
        : undefined,
      byAutoscaler: isAutoscaler(author, context),
    }),
    templateChanged,
    changes,
    next,
  );
  if (classified.kind === 'autoscale') {
    return tellAutoscaling(step, previous, next, author, moment, context);
  }
  // Labels do not count as a new generation; a resourceVersion must not be taken for one.
  const version =
    next.generation === previous.generation
      ? `rv/${next.resourceVersion}`
      : next.generation;
  return openChange(
    step,
    next,
    { key: `${next.uid}/${version}`, ...classified },
    {
      author,
      moment,
      before: previous.manifest,
      after: next.manifest,
      hasCode: classified.hasCode || undefined,
    },
    durationOf(templateChanged, classified, changes, next),
    context,
  );
}

/** Says so where a new template does not reach all pods, or reaches more of them than before. */
function classifyReach(
  classified: Classified,
  templateChanged: boolean,
  changes: FieldChange[],
  next: ReadWorkload,
): Classified {
  if (templateChanged) {
    return { ...classified, title: `${classified.title}${reachOf(next)}` };
  }
  const title = widened(changes, next);
  return title === undefined
    ? classified
    : { ...classified, kind: 'deployment', title };
}

function durationOf(
  templateChanged: boolean,
  { kind }: Classified,
  changes: FieldChange[],
  next: ReadWorkload,
): Duration {
  if (templateChanged || widened(changes, next) !== undefined) {
    return rollsOut(next) ? 'rollout' : 'instant';
  }
  return kind === 'scale' ||
    changes.some(change => change.path === 'spec.replicas')
    ? 'scale'
    : 'instant';
}

/**
 * An API server does not note who writes to the scale subresource of a workload whose replicas nobody owns, as they should be where an
 * autoscaler has them: then it was the autoscaler, if what it may set was set.
 */
function untracedAutoscaler(
  changes: FieldChange[],
  { replicas }: ReadWorkload,
  { autoscaler }: WorkloadContext,
): Author | undefined {
  return typeof autoscaler === 'object' &&
    changes.length === 1 &&
    changes[0].path === 'spec.replicas' &&
    replicas >= autoscaler.min &&
    replicas <= autoscaler.max
    ? AUTOSCALER
    : undefined;
}

function isAutoscaler(
  author: Author | undefined,
  { autoscaler }: WorkloadContext,
): boolean {
  if (!author || author.subresource !== AUTOSCALER.subresource) return false;
  return (
    KEDA_MANAGER.test(author.manager) ||
    (author.manager === AUTOSCALER.manager && autoscaler !== undefined)
  );
}

function isKeda(
  author: Author | undefined,
  autoscaler: WorkloadContext['autoscaler'],
): boolean {
  return (
    KEDA_MANAGER.test(author?.manager ?? '') ||
    (typeof autoscaler === 'object' && autoscaler.madeBy === 'KEDA')
  );
}

/** One step of an autoscaler: goes on with the run that is open, if that is not over by now. */
function tellAutoscaling(
  step: WorkloadStep,
  previous: KnownWorkload,
  next: ReadWorkload,
  author: Author | undefined,
  moment: Moment,
  context: WorkloadContext,
): WorkloadStep {
  const { autoscaler } = context;
  const open = step.known.open.autoscale;
  const continued =
    open && Date.parse(moment.start) < runIsOverAt(open) ? open : undefined;
  const run = extendRun(continued, {
    key: `${next.uid}/hpa/${next.generation}`,
    at: continued ? later(moment.start, continued.lastStepAt) : moment.start,
    from: previous.replicas,
    to: next.replicas,
    max: typeof autoscaler === 'object' ? autoscaler.max : undefined,
    by: isKeda(author, autoscaler) ? 'KEDA' : undefined,
    counts: stepOf(next, seenAt(next, context)),
  });
  const subjects = [subjectOf(context, next.type, next)];
  const told: Told = {
    ...describeRun(next.name, run),
    subjects,
    author,
    moment: { ...moment, start: run.start },
    before: withReplicas(next.manifest, run.before),
    after: next.manifest,
  };
  const ended =
    open && !continued
      ? [tell(endRun(next.name, open, subjects), next, context)]
      : [];
  return {
    known: { ...step.known, open: { ...step.known.open, autoscale: run } },
    observations: [...step.observations, ...ended, tell(told, next, context)],
  };
}
