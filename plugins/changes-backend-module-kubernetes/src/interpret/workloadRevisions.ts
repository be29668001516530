import type { JsonObject } from '@backstage/types';
import {
  diffManifests,
  type FieldChange,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import type { ReadWorkload } from '../kinds';
import { authorOf, type Author } from './author';
import { byRisk, tell, type Told } from './change';
import { classify } from './classify';
import { templateAlone, templateIn, versionIn } from './workloadManifest';
import { earlierRevisionWith, type Revision } from './revisions';
import type {
  WorkloadContext,
  WorkloadStep,
  KnownWorkload,
} from './KnownWorkload';
import { endOpen, openChange } from './openChange';
import { phrasesOf } from './phrases';
import { rollsOut } from './reach';
import {
  later,
  momentAt,
  subjectOf,
  type Moment,
  type Sighting,
} from './Sighting';

/** A revision between its neighbours. */
interface Place {
  /** The template before; absent where it is not known. */
  before?: JsonObject;
  isCurrent: boolean;
  /** It began after this and was over or replaced by that. */
  from?: string;
  to?: string;
}

/**
 * Tells the revisions after a number as they are remembered, each against the one before it. Only the current one can still be
 * under way; how the others ended nobody remembers.
 * @param previous - the workload before them, where it is known
 */
export function tellRevisions(
  step: WorkloadStep,
  next: ReadWorkload,
  after: number,
  context: WorkloadContext,
  previous?: KnownWorkload,
): WorkloadStep {
  const { revisions } = context;
  return revisions.reduce((result, revision, index) => {
    if (revision.number <= after) return result;
    const [before, following] = [revisions[index - 1], revisions[index + 1]];
    const isCurrent =
      !following && revision.set.templateDigest === next.templateDigest;
    return tellRevision(
      result,
      revision,
      {
        // Where the neighbour was cleaned away, what came before is not known.
        before:
          before?.number === revision.number - 1
            ? before.set.template ?? templateBefore(previous, revision.number)
            : templateBefore(previous, revision.number),
        isCurrent,
        from: before && timeOf(before),
        to: isCurrent ? next.phase.settled?.at : following && timeOf(following),
      },
      next,
      context,
      previous,
    );
  }, step);
}

/** The revisions that came up while nobody watched. */
export function unseenRevisions(
  previous: KnownWorkload,
  revisions: Revision[],
): Revision[] {
  const unseen = revisions.filter(
    revision => revision.number > previous.toldRevision,
  );
  // The controller may have numbered only now what was told when the template changed.
  return unseen[0] && hasTemplate(previous, unseen[0])
    ? unseen.slice(1)
    : unseen;
}

function tellRevision(
  step: WorkloadStep,
  revision: Revision,
  place: Place,
  next: ReadWorkload,
  context: WorkloadContext,
  previous: KnownWorkload | undefined,
): WorkloadStep {
  const before = place.before && templateAlone(next.manifest, place.before);
  const after = templateAlone(next.manifest, templateWith(revision, next));
  const changes = before ? diffManifests(before, after) : [];
  const { title, ...classified } = classify({
    name: next.name,
    changes,
    templateChanged: true,
    rollbackTo: revision.isReuse
      ? earlierRevisionWith(
          context.revisions,
          revision.set.templateDigest,
          revision.number - 1,
        ) ?? 'unknown'
      : undefined,
    byAutoscaler: false,
  });
  const author = place.isCurrent
    ? revisionAuthor(next, changes, place.from, previous)
    : undefined;
  const moment = revisionMoment(revision, author, place, context);
  const headline = {
    ...classified,
    key: `${next.uid}/rev/${revision.number}`,
    title: before ? title : `${next.name} deployed ${versionIn(after)}`,
  };
  const details: Omit<
    Told,
    'key' | 'kind' | 'title' | 'severity' | 'subjects'
  > & {
    moment: Moment;
  } = {
    author,
    moment,
    before,
    after,
    hasCode: classified.hasCode || !before || undefined,
    reconstructed: true,
  };
  const told = {
    known: {
      ...step.known,
      toldRevision: Math.max(step.known.toldRevision, revision.number),
    },
    observations: step.observations,
  };
  if (place.isCurrent && isUnderWay(next)) {
    return openChange(told, next, headline, details, 'rollout', context);
  }
  const ended = endOpen(told, 'rollout', moment.start, next, context);
  const subjects = [subjectOf(context, next.type, next)];
  const { key, kind, severity } = headline;
  return {
    known: ended.known,
    observations: [
      ...ended.observations,
      tell(
        {
          ...details,
          key,
          kind,
          severity: severityOf(severity, place, next),
          title: headline.title,
          subjects,
          end: endOf(place, next, moment),
          rollout: {
            revision: String(revision.number),
            steps: [],
            ...failureOf(place, next),
          },
        },
        next,
        context,
      ),
    ],
  };
}

function hasTemplate(known: KnownWorkload, revision: Revision): boolean {
  if (known.templateDigest !== undefined) {
    return known.templateDigest === revision.set.templateDigest;
  }
  const before = templateIn(known.manifest);
  return diffManifests(before, templateWith(revision, known)).length === 0;
}

/** Only of what has been told the template may have been let go. */
export function templateWith(
  { set }: Revision,
  { manifest }: Pick<ReadWorkload, 'manifest'>,
): JsonObject {
  return set.template ?? templateIn(manifest);
}

function templateBefore(
  previous: KnownWorkload | undefined,
  revision: number,
): JsonObject | undefined {
  return previous && previous.toldRevision === revision - 1
    ? templateIn(previous.manifest)
    : undefined;
}

// Whoever wrote before the revision before did not make this one.
function revisionAuthor(
  next: ReadWorkload,
  changes: FieldChange[],
  from: string | undefined,
  previous: KnownWorkload | undefined,
): Author | undefined {
  const author = authorOf(
    next.managed,
    previous?.writers ?? [],
    changes.length > 0
      ? byRisk(changes, phrasesOf(changes))
      : [{ path: 'spec.template' }],
  );
  return author?.at !== undefined &&
    from !== undefined &&
    Date.parse(author.at) < Date.parse(from)
    ? undefined
    : author;
}

function revisionMoment(
  revision: Revision,
  author: Author | undefined,
  place: Place,
  context: Sighting,
): Moment {
  const made = timeOf(revision);
  if (made !== undefined) return momentAt(made, context);
  if (author?.at !== undefined) return momentAt(author.at, context);
  const from = place.from ?? context.gapFrom;
  const to = place.to ?? context.now;
  return from !== undefined && Date.parse(from) < Date.parse(to)
    ? { start: to, observedBetween: { from, to } }
    : { start: to };
}

// A record is made with its first revision; when its template came back later is not kept.
function timeOf(revision: Revision): string | undefined {
  return revision.isReuse ? undefined : revision.set.createdAt;
}

function isUnderWay(next: ReadWorkload): boolean {
  const { state, isMoving } = next.phase;
  if (!rollsOut(next) || state === 'complete' || state === 'failed')
    return false;
  // Pods that come and go after a rollout are no rollout.
  return next.observedGeneration < next.generation || isMoving;
}

function endOf(
  place: Place,
  next: ReadWorkload,
  moment: Moment,
): Observation['end'] {
  if (!place.isCurrent) return { at: moment.start, status: 'unknown-end' };
  const at = next.phase.at ?? moment.start;
  return {
    at: later(at, moment.start),
    status: next.phase.state === 'failed' ? 'failed' : 'succeeded',
  };
}

function severityOf(
  severity: Observation['severity'],
  place: Place,
  next: ReadWorkload,
): Observation['severity'] {
  return failureOf(place, next) ? 'error' : severity;
}

function failureOf(
  place: Place,
  next: ReadWorkload,
): { reason?: string } | undefined {
  return place.isCurrent && next.phase.state === 'failed'
    ? { reason: next.phase.reason }
    : undefined;
}
