import type { JsonObject } from '@backstage/types';
import {
  diffManifests,
  type FieldChange,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  sortedTemplate,
  type AutoscalerObject,
  type DeploymentObject,
  type ReadDeployment,
} from '../kinds';
import {
  authorOf,
  creatorOf,
  writersOf,
  type Author,
  type Writer,
} from './author';
import {
  describeRun,
  extendRun,
  runIsOverAt,
  type AutoscaleRun,
} from './autoscale';
import { byRisk, instant, tell, type Told } from './change';
import { classify, type Classified } from './classify';
import { isWithin } from './FieldPath';
import { earlierRevisionWith, type Revision } from './history';
import { imageVersion } from './image';
import { phrasesOf } from './phrases';
import {
  progressOfRollout,
  progressOfScale,
  rolloutOf,
  rolloutStateOf,
  stepOf,
  type OpenChange,
  type Progress,
} from './rollout';
import {
  later,
  momentAt,
  momentOf,
  subjectOf,
  type Moment,
  type Sighting,
} from './Sighting';

/** What is remembered of a Deployment between two sightings; all but the digests is stored. */
export interface KnownDeployment extends DeploymentObject {
  writers: Writer[];
  /** Up to here its revisions have been told. */
  toldRevision: number;
  open: {
    rollout?: OpenChange;
    scale?: OpenChange;
    autoscale?: AutoscaleRun;
  };
  digest?: string;
  templateDigest?: string;
}

/** What else is known when a Deployment is looked at. */
export interface DeploymentContext extends Sighting {
  /** Oldest first; empty where ReplicaSets may not be read. */
  revisions: Revision[];
  /** The autoscaler that targets it; `unknown` where autoscalers may not be read. */
  autoscaler: AutoscalerObject | 'unknown' | undefined;
}

export interface DeploymentStep {
  known: KnownDeployment;
  observations: Observation[];
}

/** A Deployment that did not exist before. */
export function deploymentCreated(
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const author = creatorOf(next.managed);
  const moment = momentAt(next.createdAt, context);
  const [first] = context.revisions;
  const away = context.gapFrom !== undefined;
  // What it was made with, where it has been changed since without anybody watching.
  const after =
    away &&
    first?.number === 1 &&
    first.set.templateDigest !== next.templateDigest
      ? withTemplate(next.manifest, first.set.template)
      : next.manifest;
  const known = remember(next, { toldRevision: away ? 1 : next.revision ?? 0 });
  const step = opened(
    known,
    next,
    {
      key: `${next.uid}/created`,
      kind: 'deployment',
      title: `${next.name} created with ${createdWith(after, next.replicas)}`,
      severity: 'info',
    },
    { author, moment, after, hasCode: true },
    context,
  );
  if (!away) return progressed(step, next, context);
  return progressed(
    laterRevisions(step, next, first?.number ?? 0, context),
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
  return progressed(laterRevisions(step, next, 0, context), next, context);
}

/** The next version of a Deployment that is watched. */
export function deploymentChanged(
  previous: KnownDeployment,
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const step = {
    known: {
      ...remember(next, previous),
      toldRevision: Math.max(previous.toldRevision, next.revision ?? 0),
    },
    observations: [],
  };
  return progressed(specChanged(step, previous, next, context), next, context);
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
    step = laterRevisions(step, next, unseen[0].number - 1, context, previous);
    base = {
      ...previous,
      manifest: inPlaceOfTemplate(previous.manifest, last.set.template),
      revision: last.number,
      templateDigest: last.set.templateDigest,
      digest: undefined,
    };
  }
  step.known.toldRevision = Math.max(
    step.known.toldRevision,
    previous.toldRevision,
    next.revision ?? 0,
  );
  return progressed(specChanged(step, base, next, context), next, context);
}

/** A Deployment that is gone. Who deleted it, only an audit log could tell. */
export function deploymentDeleted(
  previous: KnownDeployment,
  last: Pick<DeploymentObject, 'resourceVersion' | 'deletingSince'>,
  context: Sighting,
): Observation[] {
  const object = { ...previous, resourceVersion: last.resourceVersion };
  const moment = momentAt(last.deletingSince, context);
  const subjects = [subjectOf(context, 'deployments', previous)];
  const observations = [previous.open.rollout, previous.open.scale]
    .filter(open => open !== undefined && !open.failed)
    .map(open => toldOf(open!, moment.start, 'superseded', subjects))
    .concat(
      previous.open.autoscale
        ? [
            {
              ...describeRun(previous.name, previous.open.autoscale),
              subjects,
              end: {
                at: previous.open.autoscale.lastStepAt,
                status: 'succeeded' as const,
              },
            },
          ]
        : [],
    )
    .map(told => tell(told, object, context));
  return [
    ...observations,
    tell(
      {
        key: `${previous.uid}/deleted`,
        kind: 'deployment',
        title: `${previous.name} deleted`,
        severity: 'warning',
        subjects,
        moment,
        end: instant(moment),
        before: previous.manifest,
      },
      object,
      context,
    ),
  ];
}

/** Ends a run of autoscaling that has been quiet for long enough. */
export function autoscaleRunEnded(
  known: KnownDeployment,
  context: Sighting,
): DeploymentStep | undefined {
  const run = known.open.autoscale;
  if (!run || Date.parse(context.now) < runIsOverAt(run)) return undefined;
  const told: Told = {
    ...describeRun(known.name, run),
    subjects: [subjectOf(context, 'deployments', known)],
    end: { at: run.lastStepAt, status: 'succeeded' },
  };
  return {
    known: { ...known, open: { ...known.open, autoscale: undefined } },
    observations: [tell(told, known, context)],
  };
}

function specChanged(
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
  const isHidden =
    changes.length === 0 &&
    previous.digest !== undefined &&
    previous.digest !== next.digest;
  if (changes.length === 0 && !isHidden && !templateChanged) return step;

  const ordered = byRisk(changes, phrasesOf(changes));
  const author = authorOf(next.managed, previous.writers, ordered);
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
  const moment = momentOf(author, context);
  if (classified.kind === 'autoscale') {
    return autoscaled(step, previous, next, author, moment, context);
  }
  const key =
    next.generation === previous.generation
      ? `${next.uid}/${next.resourceVersion}`
      : `${next.uid}/${next.generation}`;
  const details = {
    author,
    moment,
    before: previous.manifest,
    after: next.manifest,
    hasCode: classified.hasCode || undefined,
  };
  return opened(step.known, next, { key, ...classified }, details, context, {
    observations: step.observations,
    as: openedAs(templateChanged, classified, changes),
  });
}

type OpenedAs = 'rollout' | 'scale' | 'instant';

function openedAs(
  templateChanged: boolean,
  classified: Classified,
  changes: FieldChange[],
): OpenedAs {
  if (templateChanged) return 'rollout';
  return classified.kind === 'scale' ||
    changes.some(change => change.path === 'spec.replicas')
    ? 'scale'
    : 'instant';
}

/** Tells a change, and keeps it in mind as long as it lasts. */
function opened(
  known: KnownDeployment,
  next: ReadDeployment,
  what: Pick<Told, 'key' | 'kind' | 'title' | 'severity'>,
  details: Omit<Told, 'key' | 'kind' | 'title' | 'severity' | 'subjects'> & {
    moment: Moment;
  },
  context: DeploymentContext,
  options: { observations?: Observation[]; as?: OpenedAs } = {},
): DeploymentStep {
  const { observations = [], as = 'rollout' } = options;
  const { key, kind, title, severity } = what;
  const subjects = [subjectOf(context, 'deployments', next)];
  const told = { ...details, key, kind, title, severity, subjects };
  if (as === 'instant') {
    const end = instant(details.moment);
    return {
      known,
      observations: [...observations, tell({ ...told, end }, next, context)],
    };
  }
  const open: OpenChange = {
    key,
    kind,
    title,
    severity,
    start: details.moment.start,
    generation: next.generation,
    steps: [stepOf(next, context.now)],
    toldAt: context.now,
  };
  const superseded = known.open[as];
  return {
    known: { ...known, open: { ...known.open, [as]: open } },
    observations: [
      ...observations,
      ...(superseded && !superseded.failed
        ? [
            tell(
              toldOf(superseded, open.start, 'superseded', subjects),
              next,
              context,
            ),
          ]
        : []),
      tell({ ...told, rollout: rolloutOf(open) }, next, context),
    ],
  };
}

function autoscaled(
  step: DeploymentStep,
  previous: KnownDeployment,
  next: ReadDeployment,
  author: Author | undefined,
  moment: Moment,
  context: DeploymentContext,
): DeploymentStep {
  const { autoscaler } = context;
  const running = step.known.open.autoscale;
  const fresh =
    running && Date.parse(moment.start) < runIsOverAt(running)
      ? running
      : undefined;
  const run = extendRun(fresh, {
    key: `${next.uid}/hpa/${next.generation}`,
    at: fresh ? later(moment.start, fresh.lastStepAt) : moment.start,
    from: previous.replicas,
    to: next.replicas,
    max: typeof autoscaler === 'object' ? autoscaler.max : undefined,
    counts: stepOf(next, context.now),
  });
  const subjects = [subjectOf(context, 'deployments', next)];
  const told: Told = {
    ...describeRun(next.name, run),
    subjects,
    author,
    moment: { ...moment, start: run.start },
    before: withReplicas(next.manifest, run.values[0]),
    after: next.manifest,
  };
  const ended =
    running && !fresh
      ? autoscaleRunEnded(step.known, context)?.observations ?? []
      : [];
  return {
    known: {
      ...step.known,
      open: { ...step.known.open, autoscale: run },
    },
    observations: [...step.observations, ...ended, tell(told, next, context)],
  };
}

/** Lets what lasts move on with the Deployment's status. */
function progressed(
  step: DeploymentStep,
  next: ReadDeployment,
  context: DeploymentContext,
): DeploymentStep {
  const subjects = [subjectOf(context, 'deployments', next)];
  const open = { ...step.known.open };
  const observations = [...step.observations];
  const advance = (
    as: 'rollout' | 'scale',
    progress: (change: OpenChange) => Progress,
  ) => {
    const change = open[as];
    if (!change) return;
    const moved = progress(change);
    open[as] = moved.open;
    if (!moved.tell) return;
    const { key, kind, title } = change;
    const severity =
      moved.tell.end?.status === 'failed' ? 'error' : change.severity;
    observations.push(
      tell(
        { key, kind, title, severity, subjects, ...moved.tell },
        next,
        context,
      ),
    );
  };
  advance('rollout', change => progressOfRollout(change, next, context.now));
  advance('scale', change => progressOfScale(change, next, context.now));
  return { known: { ...step.known, open }, observations };
}

/**
 * Tells the revisions after a number, each against the one before it. Only the last one can still be under way.
 * @param previous - the Deployment before them, where it is known
 */
function laterRevisions(
  step: DeploymentStep,
  next: ReadDeployment,
  after: number,
  context: DeploymentContext,
  previous?: KnownDeployment,
): DeploymentStep {
  const { revisions } = context;
  let result = step;
  for (const [index, revision] of revisions.entries()) {
    if (revision.number <= after) continue;
    const before = revisions[index - 1];
    const isCurrent =
      index === revisions.length - 1 &&
      revision.set.templateDigest === next.templateDigest;
    result = told(result, revision, {
      // What came before a revision whose neighbour was cleaned away is not known.
      before:
        before?.number === revision.number - 1
          ? before.set.template
          : sameRevision(previous, revision.number - 1),
      isCurrent,
      between: {
        from: before && timeOf(before),
        to: isCurrent
          ? settledAt(next)
          : revisions[index + 1] && timeOf(revisions[index + 1]),
      },
    });
  }
  return result;

  function told(
    { known, observations }: DeploymentStep,
    revision: Revision,
    place: {
      before?: JsonObject;
      isCurrent: boolean;
      between: { from?: string; to?: string };
    },
  ): DeploymentStep {
    const manifests = {
      before: place.before && withTemplate(next.manifest, place.before),
      after: withTemplate(next.manifest, revision.set.template),
    };
    const changes = manifests.before
      ? diffManifests(manifests.before, manifests.after)
      : [];
    const classified = classify({
      name: next.name,
      changes,
      templateChanged: true,
      rollbackTo: revision.isReuse
        ? earlierRevisionWith(
            revisions,
            revision.set.templateDigest,
            revision.number - 1,
          )
        : undefined,
      byAutoscaler: false,
    });
    const writer = place.isCurrent
      ? authorOf(
          next.managed,
          previous?.writers ?? [],
          byRisk(
            changes.length > 0 ? changes : [{ path: 'spec.template' }],
            phrasesOf(changes),
          ),
        )
      : undefined;
    // Whoever wrote before the revision before did not make this one.
    const author =
      writer?.at !== undefined && isBefore(writer.at, place.between.from)
        ? undefined
        : writer;
    const moment = revisionMoment(revision, author, place.between, context);
    const key = `${next.uid}/rev/${revision.number}`;
    const what = {
      key,
      ...classified,
      ...(manifests.before
        ? {}
        : { title: `${next.name} deployed ${versionOf(manifests.after)}` }),
    };
    const details = {
      author,
      moment,
      ...manifests,
      hasCode: classified.hasCode || !manifests.before || undefined,
      reconstructed: true as const,
    };
    const now = {
      ...known,
      toldRevision: Math.max(known.toldRevision, revision.number),
    };
    if (place.isCurrent && isUnderWay(next)) {
      const step = opened(now, next, what, details, context, { observations });
      // Its condition may be as old as the ReplicaSet, whose time is the best that is known.
      step.known.open.rollout!.revision = revision.number;
      return step;
    }
    const closed = known.open.rollout;
    const subjects = [subjectOf(context, 'deployments', next)];
    return {
      known: { ...now, open: { ...known.open, rollout: undefined } },
      observations: [
        ...observations,
        ...(closed && !closed.failed
          ? [
              tell(
                toldOf(
                  closed,
                  later(moment.start, closed.start),
                  'superseded',
                  subjects,
                ),
                next,
                context,
              ),
            ]
          : []),
        tell(
          {
            ...what,
            ...details,
            subjects,
            end: place.isCurrent
              ? endOfCurrent(next, moment)
              : { at: moment.start, status: 'unknown-end' },
            rollout: { revision: String(revision.number), steps: [] },
          },
          next,
          context,
        ),
      ],
    };
  }
}

function unseenRevisions(
  previous: KnownDeployment,
  revisions: Revision[],
): Revision[] {
  const later = revisions.filter(
    revision => revision.number > previous.toldRevision,
  );
  // The controller may have numbered only now what was told when the template changed.
  return later[0] && hasTemplate(previous, later[0]) ? later.slice(1) : later;
}

function hasTemplate(known: KnownDeployment, revision: Revision): boolean {
  if (known.templateDigest !== undefined) {
    return known.templateDigest === revision.set.templateDigest;
  }
  return (
    JSON.stringify(sortedTemplate(templateIn(known.manifest))) ===
    JSON.stringify(sortedTemplate(revision.set.template))
  );
}

function sameRevision(
  previous: KnownDeployment | undefined,
  number: number,
): JsonObject | undefined {
  return previous && previous.toldRevision <= number
    ? templateIn(previous.manifest)
    : undefined;
}

function revisionMoment(
  revision: Revision,
  author: Author | undefined,
  between: { from?: string; to?: string },
  context: Sighting,
): Moment {
  const made = timeOf(revision);
  if (made !== undefined) return momentAt(made, context);
  if (author?.at !== undefined) return momentAt(author.at, context);
  const from = between.from ?? context.gapFrom;
  const to = between.to ?? context.now;
  return from !== undefined && Date.parse(from) < Date.parse(to)
    ? { start: to, observedBetween: { from, to } }
    : { start: to };
}

// A ReplicaSet is made with its first revision; when its template came back later is not kept.
function timeOf(revision: Revision): string | undefined {
  return revision.isReuse ? undefined : revision.set.createdAt;
}

/** When a rollout that is over was last seen to move. */
function settledAt({ status }: ReadDeployment): string | undefined {
  const { progressing } = status;
  return progressing?.reason === 'NewReplicaSetAvailable'
    ? progressing.updatedAt
    : undefined;
}

function isBefore(at: string, other: string | undefined): boolean {
  return other !== undefined && Date.parse(at) < Date.parse(other);
}

function isUnderWay(next: ReadDeployment): boolean {
  const state = rolloutStateOf(next);
  return state === 'in-progress' || state === 'paused';
}

function endOfCurrent(
  next: ReadDeployment,
  moment: Moment,
): Observation['end'] {
  const { progressing } = next.status;
  return {
    at: later(progressing?.updatedAt ?? moment.start, moment.start),
    status: rolloutStateOf(next) === 'failed' ? 'failed' : 'succeeded',
  };
}

function toldOf(
  open: OpenChange,
  at: string,
  status: 'superseded',
  subjects: string[],
): Told {
  const { key, kind, title, severity } = open;
  return {
    key,
    kind,
    title,
    severity,
    subjects,
    end: { at: later(at, open.start), status },
    rollout: rolloutOf(open),
  };
}

function isAutoscaler(
  author: Author | undefined,
  context: DeploymentContext,
): boolean {
  return (
    author?.manager === 'kube-controller-manager' &&
    author.subresource === 'scale' &&
    context.autoscaler !== undefined
  );
}

function remember(
  next: ReadDeployment,
  known: Pick<KnownDeployment, 'toldRevision'> &
    Partial<Pick<KnownDeployment, 'open'>>,
): KnownDeployment {
  const { managed, ...object } = next;
  return {
    ...object,
    writers: writersOf(managed),
    toldRevision: known.toldRevision,
    open: known.open ?? {},
  };
}

function createdWith(manifest: JsonObject, replicas: number): string {
  return `${versionOf(manifest)} and ${replicas} replica${
    replicas === 1 ? '' : 's'
  }`;
}

function versionOf(manifest: JsonObject): string {
  const spec = templateIn(manifest).spec as JsonObject | undefined;
  const containers = spec?.containers;
  const first = Array.isArray(containers) ? containers[0] : undefined;
  const image =
    typeof first === 'object' && first !== null && !Array.isArray(first)
      ? first.image
      : undefined;
  return typeof image === 'string' ? imageVersion(image) ?? image : 'no image';
}

function templateIn(manifest: JsonObject): JsonObject {
  const spec = manifest.spec as JsonObject | undefined;
  return (spec?.template as JsonObject | undefined) ?? {};
}

/** Of an earlier revision only the template is known. */
function withTemplate(manifest: JsonObject, template: JsonObject): JsonObject {
  const {
    labels: _,
    annotations: __,
    ...metadata
  } = manifest.metadata as JsonObject;
  return { ...manifest, metadata, spec: { template } };
}

function inPlaceOfTemplate(
  manifest: JsonObject,
  template: JsonObject,
): JsonObject {
  return {
    ...manifest,
    spec: { ...(manifest.spec as JsonObject), template },
  };
}

function withReplicas(manifest: JsonObject, replicas: number): JsonObject {
  return {
    ...manifest,
    spec: { ...(manifest.spec as JsonObject), replicas },
  };
}
