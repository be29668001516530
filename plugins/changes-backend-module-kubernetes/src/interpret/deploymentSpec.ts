import {
  diffManifests,
  type FieldChange,
} from '@ripplehq/backstage-plugin-changes-common';
import { DEPLOYMENT, type ReadDeployment } from '../kinds';
import { authorOf, type Author } from './author';
import { describeRun, endRun, extendRun, runIsOverAt } from './autoscale';
import { byRisk, tell, type Told } from './change';
import { classify, type Classified } from './classify';
import { withReplicas } from './deploymentManifest';
import { isWithin } from './FieldPath';
import { earlierRevisionWith } from './history';
import type {
  DeploymentContext,
  DeploymentStep,
  KnownDeployment,
} from './KnownDeployment';
import { openChange, type Duration } from './openChange';
import { phrasesOf } from './phrases';
import { stepOf } from './rollout';
import { later, momentOf, seenAt, subjectOf, type Moment } from './Sighting';

const AUTOSCALER: Author = {
  manager: 'kube-controller-manager',
  subresource: 'scale',
};

/** Tells in what a Deployment differs from an earlier version of it, as one change. */
export function tellSpecChange(
  step: DeploymentStep,
  previous: KnownDeployment,
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
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
    ) ?? untracedAutoscaler(changes, next, context);
  const moment = momentOf(author, context);
  const classified = classify({
    name: next.name,
    changes,
    templateChanged,
    rollbackTo: templateChanged
      ? earlierRevisionWith(
          context.revisions,
          next.templateDigest,
          previous.revision,
        )
      : undefined,
    byAutoscaler: isAutoscaler(author, context),
  });
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
    durationOf(templateChanged, classified, changes),
    context,
  );
}

function durationOf(
  templateChanged: boolean,
  { kind }: Classified,
  changes: FieldChange[],
): Duration {
  if (templateChanged) return 'rollout';
  return kind === 'scale' ||
    changes.some(change => change.path === 'spec.replicas')
    ? 'scale'
    : 'instant';
}

/**
 * An API server does not note who writes to the scale subresource of a Deployment whose replicas nobody owns, as they should be where an
 * autoscaler has them: then it was the autoscaler, if what it may set was set.
 */
function untracedAutoscaler(
  changes: FieldChange[],
  { replicas }: ReadDeployment,
  { autoscaler }: DeploymentContext,
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
  { autoscaler }: DeploymentContext,
): boolean {
  return (
    author?.manager === AUTOSCALER.manager &&
    author.subresource === AUTOSCALER.subresource &&
    autoscaler !== undefined
  );
}

/** One step of an autoscaler: goes on with the run that is open, if that is not over by now. */
function tellAutoscaling(
  step: DeploymentStep,
  previous: KnownDeployment,
  next: ReadDeployment,
  author: Author | undefined,
  moment: Moment,
  context: DeploymentContext,
): DeploymentStep {
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
    counts: stepOf(next, seenAt(next, context)),
  });
  const subjects = [subjectOf(context, DEPLOYMENT, next)];
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
