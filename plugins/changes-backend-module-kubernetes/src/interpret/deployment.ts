import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  DEPLOYMENT,
  type DeploymentObject,
  type ReadDeployment,
} from '../kinds';
import { creatorOf } from './author';
import { endRun, runIsOverAt } from './autoscale';
import { instant, tell, type Told } from './change';
import { templateAlone, versionIn, withTemplate } from './deploymentManifest';
import { tellRevisions, unseenRevisions } from './deploymentRevisions';
import { tellSpecChange } from './deploymentSpec';
import {
  remember,
  type DeploymentContext,
  type DeploymentStep,
  type KnownDeployment,
} from './KnownDeployment';
import { advance, openChange, supersededChange } from './openChange';
import { momentAt, subjectOf, type Sighting } from './Sighting';

/** A Deployment that did not exist before. */
export function deploymentCreated(
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const [first] = context.revisions;
  const isChangedSince =
    first?.number === 1 && first.set.templateDigest !== next.templateDigest;
  const after = isChangedSince
    ? templateAlone(next.manifest, first.set.template)
    : next.manifest;
  const step = openChange(
    {
      known: remember(next, { toldRevision: first?.number ?? 0 }),
      observations: [],
    },
    next,
    {
      key: `${next.uid}/created`,
      kind: 'deployment',
      title: isChangedSince
        ? `${next.name} created with ${versionIn(after)}`
        : `${next.name} created with ${versionIn(after)} and ${replicas(next)}`,
      severity: 'info',
    },
    {
      author: creatorOf(next.managed),
      moment: momentAt(next.createdAt, context),
      after,
      hasCode: true,
    },
    'rollout',
    context,
  );
  return advance(
    tellRevisions(step, next, first?.number ?? 0, context),
    next,
    context,
  );
}

/** A Deployment that was there before anybody watched: only what ReplicaSets remember is told. */
export function deploymentFirstSeen(
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const step = {
    known: remember(next, { toldRevision: 0 }),
    observations: [],
  };
  const told = tellRevisions(step, next, 0, context);
  told.known.toldRevision = Math.max(
    told.known.toldRevision,
    next.revision ?? 0,
  );
  return advance(told, next, context);
}

/** The next version of a Deployment that is watched. */
export function deploymentChanged(
  previous: KnownDeployment,
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const known = remember(next, previous);
  known.toldRevision = Math.max(previous.toldRevision, next.revision ?? 0);
  const step = { known, observations: [] };
  return advance(tellSpecChange(step, previous, next, context), next, context);
}

/** A later version of a Deployment, after nobody had been watching for a while. */
export function deploymentCaughtUp(
  previous: KnownDeployment,
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const unseen = unseenRevisions(previous, context.revisions);
  let step: DeploymentStep = {
    known: remember(next, previous),
    observations: [],
  };
  let base = previous;
  const last = unseen.at(-1);
  if (last) {
    const after = unseen[0].number - 1;
    step = tellRevisions(step, next, after, context, previous);
    // What else differs is told against the Deployment as it was, had only its revisions changed.
    base = {
      ...previous,
      manifest: withTemplate(previous.manifest, last.set.template),
      revision: last.number,
      templateDigest: last.set.templateDigest,
      digest: undefined,
    };
  }
  step.known.toldRevision = Math.max(
    step.known.toldRevision,
    next.revision ?? 0,
  );
  return advance(tellSpecChange(step, base, next, context), next, context);
}

/** A Deployment that is gone. Who deleted it, only an audit log could tell. */
export function deploymentDeleted(
  previous: KnownDeployment,
  last: Pick<DeploymentObject, 'resourceVersion' | 'deletingSince'>,
  context: Sighting,
): Observation[] {
  const { rollout, scale, autoscale } = previous.open;
  const moment = momentAt(last.deletingSince, context);
  const subjects = [subjectOf(context, DEPLOYMENT, previous)];
  const told: Told[] = [];
  for (const change of [rollout, scale]) {
    if (change && !change.failed) {
      told.push(supersededChange(change, moment.start, subjects));
    }
  }
  if (autoscale) told.push(endRun(previous.name, autoscale, subjects));
  told.push({
    key: `${previous.uid}/deleted`,
    kind: 'deployment',
    title: `${previous.name} deleted`,
    severity: 'warning',
    subjects,
    moment,
    end: instant(moment),
    before: previous.manifest,
  });
  const object = { ...previous, resourceVersion: last.resourceVersion };
  return told.map(one => tell(one, object, context));
}

/** Ends a run of autoscaling that has been quiet for long enough. */
export function autoscaleRunEnded(
  known: KnownDeployment,
  context: Sighting,
): DeploymentStep | undefined {
  const run = known.open.autoscale;
  if (!run || Date.parse(context.now) < runIsOverAt(run)) return undefined;
  const subjects = [subjectOf(context, DEPLOYMENT, known)];
  return {
    known: { ...known, open: { ...known.open, autoscale: undefined } },
    observations: [tell(endRun(known.name, run, subjects), known, context)],
  };
}

function replicas({ replicas: count }: ReadDeployment): string {
  return `${count} replica${count === 1 ? '' : 's'}`;
}
