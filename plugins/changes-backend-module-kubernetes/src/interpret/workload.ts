import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  numberOf,
  objectAt,
  type ReadWorkload,
  type WorkloadObject,
} from '../kinds';
import { creatorOf } from './author';
import { endRun, runIsOverAt } from './autoscale';
import { instant, tell, type Told } from './change';
import { templateAlone, versionIn, withTemplate } from './workloadManifest';
import {
  templateWith,
  tellRevisions,
  unseenRevisions,
} from './workloadRevisions';
import { tellSpecChange } from './workloadSpec';
import {
  remember,
  type WorkloadContext,
  type WorkloadStep,
  type KnownWorkload,
} from './KnownWorkload';
import { advance, openChange, supersededChange } from './openChange';
import { rollsOut } from './reach';
import { momentAt, subjectOf, type Sighting } from './Sighting';

/** A workload that did not exist before. */
export function workloadCreated(
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  const [first] = context.revisions;
  const isChangedSince =
    first?.number === 1 && first.set.templateDigest !== next.templateDigest;
  const after = isChangedSince
    ? templateAlone(next.manifest, templateWith(first, next))
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
        : `${next.name} created with ${versionIn(after)}${replicas(next)}`,
      severity: 'info',
    },
    {
      author: creatorOf(next.managed),
      moment: momentAt(next.createdAt, context),
      after,
      hasCode: true,
    },
    rollsOut(next) ? 'rollout' : 'scale',
    context,
  );
  return advance(
    tellRevisions(step, next, first?.number ?? 0, context),
    next,
    context,
  );
}

/** A workload that was there before anybody watched: only the revisions that its controller remembers are told. */
export function workloadFirstSeen(
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
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

/** The next version of a workload that is watched. */
export function workloadChanged(
  previous: KnownWorkload,
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  const known = remember(next, previous);
  known.toldRevision = Math.max(previous.toldRevision, next.revision ?? 0);
  const step = { known, observations: [] };
  return advance(tellSpecChange(step, previous, next, context), next, context);
}

/** A later version of a workload, after nobody had been watching for a while. */
export function workloadCaughtUp(
  previous: KnownWorkload,
  next: ReadWorkload,
  context: WorkloadContext,
): WorkloadStep {
  const unseen = unseenRevisions(previous, context.revisions);
  let step: WorkloadStep = {
    known: remember(next, previous),
    observations: [],
  };
  let base = previous;
  const last = unseen.at(-1);
  if (last) {
    const after = unseen[0].number - 1;
    step = tellRevisions(step, next, after, context, previous);
    // What else differs is told against the workload as it was, had only its revisions changed.
    base = {
      ...previous,
      manifest: withTemplate(previous.manifest, templateWith(last, next)),
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

/** A workload that is gone. Who deleted it, only an audit log could tell. */
export function workloadDeleted(
  previous: KnownWorkload,
  last: Pick<WorkloadObject, 'resourceVersion' | 'deletingSince'>,
  context: Sighting,
): Observation[] {
  const { rollout, scale, autoscale } = previous.open;
  const moment = momentAt(last.deletingSince, context);
  const subjects = [subjectOf(context, previous.type, previous)];
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
  known: KnownWorkload,
  context: Sighting,
): WorkloadStep | undefined {
  const run = known.open.autoscale;
  if (!run || Date.parse(context.now) < runIsOverAt(run)) return undefined;
  const subjects = [subjectOf(context, known.type, known)];
  return {
    known: { ...known, open: { ...known.open, autoscale: undefined } },
    observations: [tell(endRun(known.name, run, subjects), known, context)],
  };
}

function replicas({ manifest }: ReadWorkload): string {
  const count = numberOf(objectAt(manifest, 'spec').replicas);
  if (count === undefined) return '';
  return ` and ${count} replica${count === 1 ? '' : 's'}`;
}
