import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  JOB,
  imagesOf,
  type JobObject,
  type JobStatus,
  type Named,
} from '../kinds';
import { creatorOf } from './author';
import { tell, type Told } from './change';
import { migrationToolOf } from './migrationTool';
import { later, momentAt, subjectOf, type Sighting } from './Sighting';

/** Its controller sees a Job so soon, unless it is suspended or queued. */
const WAIT_MS = 5_000;
/** A Job of this name is a migration, whatever it runs. */
const MIGRATION_NAME = /(^|-)(db-?)?migrat(e|ion|ions|or)(-|$)/;
/** How a person calls what a Job works for: the first label that is there. */
const TARGET_LABELS = [
  'backstage.io/kubernetes-id',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app',
];
/** Annotations by which delivery tools mark the Jobs that they run on the way. */
const HOOKS: [annotation: string, tool: string][] = [
  ['helm.sh/hook', 'Helm'],
  ['argocd.argoproj.io/hook', 'Argo CD'],
];

/** What is remembered of a Job. */
export interface KnownJob extends Named {
  /** What it does, in words that do not change. */
  role: JobRole;
  labels: Record<string, string>;
  /** What was told last; absent while it has not begun. */
  told?: { start: string; isOver: boolean };
  /** How it stands; absent where an earlier version remembered it. */
  run?: Pick<JobStatus, 'state' | 'startedAt' | 'endedAt' | 'reason'>;
  /** By container. */
  images?: Record<string, string>;
}

export interface JobRole {
  kind: 'job' | 'migration';
  tool?: string;
  /** What is migrated, where a label says. */
  target?: string;
  /** e.g. `Helm pre-upgrade` */
  hook?: string;
  manualRunOf?: string;
  /** A program made it: only what a person would want to know of is told. */
  isByProgram?: true;
}

export interface JobStep {
  known: KnownJob;
  observations: Observation[];
}

/** How a Job is looked at. */
export interface JobContext extends Sighting {
  /** It was there before anybody watched. */
  isHistory: boolean;
}

/** What a Job's next version brings: that it began, and how it ended. */
export function jobSeen(
  previous: KnownJob | undefined,
  next: JobObject,
  context: JobContext,
): JobStep {
  const { status } = next;
  const role = roleOf(next);
  const isOver = status.state === 'succeeded' || status.state === 'failed';
  const known: KnownJob = {
    uid: next.uid,
    name: next.name,
    namespace: next.namespace,
    resourceVersion: next.resourceVersion,
    role,
    labels: next.labels,
    told: previous?.told,
    run: runOf(status),
    images: imagesOf(next.manifest),
  };
  const isNews = isOver ? !known.told?.isOver : !known.told;
  if (!isNews || status.state === 'waiting' || isDull(role, status)) {
    return { known, observations: [] };
  }
  const moment = momentAt(begunAt(next), context);
  known.told = { start: moment.start, isOver };
  const told: Told = {
    ...eventOf(next, role, context),
    title: titleOf(next, role, status),
    severity: status.state === 'failed' ? 'error' : 'info',
    moment,
    author: creatorOf(next.managed),
    after: next.manifest,
    end: isOver ? endOf(status, moment.start, context) : undefined,
    reconstructed: context.isHistory && isOver ? true : undefined,
    evidence: evidenceOf(status),
  };
  return { known, observations: [tell(told, next, context)] };
}

function runOf({ state, startedAt, endedAt, reason }: JobStatus) {
  return {
    state,
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    ...(reason ? { reason } : {}),
  };
}

/**
 * A Job that is gone.
 * @returns what is to be told if nobody saw it end
 */
export function jobDeleted(
  previous: KnownJob,
  last: Pick<Named, 'resourceVersion' | 'deletingSince'>,
  context: Sighting,
): Observation[] {
  const { role, told } = previous;
  if (!told || told.isOver) return [];
  const { start, observedBetween } = momentAt(last.deletingSince, context);
  // Who did not watch cannot know whether it had ended before: many are removed as soon as they have.
  const isUnknown = observedBetween !== undefined;
  return [
    tell(
      {
        ...eventOf(previous, role, context),
        title: `${nameOf(previous, role)} ${
          isUnknown
            ? 'was removed; how it ended is not known'
            : 'was deleted before it ended'
        }`,
        severity: isUnknown ? 'info' : 'warning',
        end: {
          at: later(start, told.start),
          status: isUnknown ? 'unknown-end' : 'failed',
        },
      },
      { ...previous, resourceVersion: last.resourceVersion },
      context,
    ),
  ];
}

/** One that did not have to wait began when it was made. */
function begunAt({ createdAt, status }: JobObject): string | undefined {
  const { startedAt } = status;
  const waitedMs = Date.parse(startedAt ?? '') - Date.parse(createdAt ?? '');
  return waitedMs > WAIT_MS ? startedAt : createdAt ?? startedAt;
}

function eventOf(
  job: Pick<Named, 'uid' | 'namespace' | 'name'>,
  { kind }: JobRole,
  context: Sighting,
): Pick<Told, 'key' | 'kind' | 'subjects'> {
  return {
    // Its making is the write that the event is of.
    key: `${job.uid}/created`,
    kind,
    subjects: [subjectOf(context, JOB, job)],
  };
}

function roleOf(job: JobObject): JobRole {
  const tool = migrationToolOf(job.containers);
  const hook = HOOKS.flatMap(([annotation, by]) => {
    const phase = job.annotations[annotation];
    return phase === undefined ? [] : [`${by} ${phase.split(',')[0]}`];
  })[0];
  const target = TARGET_LABELS.flatMap(label => job.labels[label] ?? [])[0];
  return {
    kind: tool || MIGRATION_NAME.test(job.name) ? 'migration' : 'job',
    ...(tool ? { tool } : {}),
    ...(target ? { target } : {}),
    ...(hook ? { hook } : {}),
    ...(job.manualRunOf ? { manualRunOf: job.manualRunOf } : {}),
    ...(job.controller ? { isByProgram: true } : {}),
  };
}

/** What a program runs on its own account is worth a word only when it fails. */
function isDull(role: JobRole, status: JobStatus): boolean {
  return (
    role.isByProgram === true &&
    role.kind === 'job' &&
    status.state !== 'failed'
  );
}

function titleOf(job: JobObject, role: JobRole, status: JobStatus): string {
  const name = nameOf(job, role);
  const { target } = role;
  const isMigration = role.kind === 'migration' && target !== undefined;
  switch (status.state) {
    case 'succeeded':
      return isMigration
        ? `${target} migrated by ${name}`
        : `${name} succeeded`;
    case 'failed':
      return isMigration
        ? `migration of ${target} failed: ${name} ${failureOf(status)}`
        : `${name} failed: it ${failureOf(status)}`;
    default:
      return isMigration
        ? `${target} is being migrated by ${name}`
        : `${name} is running`;
  }
}

/** `Job orders-migrate-v41 (flyway)`, `Job smoke-test (Helm post-upgrade)`. */
function nameOf({ name }: Pick<Named, 'name'>, role: JobRole): string {
  const notes = [
    role.tool,
    role.hook,
    role.manualRunOf && `CronJob ${role.manualRunOf} out of turn`,
  ].filter(note => note !== undefined);
  return `Job ${name}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

/** Why a Job failed, in words that follow its name. */
export function failureOf({ reason, failed }: JobStatus): string {
  switch (reason) {
    case 'BackoffLimitExceeded':
      return `gave up after ${Math.max(failed, 1)} failed ${
        failed > 1 ? 'pods' : 'pod'
      }`;
    case 'DeadlineExceeded':
      return 'took longer than it may';
    case 'PodFailurePolicy':
      return 'was ended by its pod failure policy';
    default:
      return reason === undefined ? 'failed' : `ended with ${reason}`;
  }
}

function endOf(
  { state, endedAt }: JobStatus,
  start: string,
  { now }: Sighting,
): Observation['end'] {
  return {
    at: later(endedAt ?? now, start),
    status: state === 'failed' ? 'failed' : 'succeeded',
  };
}

function evidenceOf(status: JobStatus): Observation['evidence'] {
  const { reason, message, succeeded, failed } = status;
  const said = [reason, message].filter(text => text).join(': ');
  return status.state === 'failed'
    ? [
        ...(said ? [{ label: 'Reason', text: said.slice(0, 2000) }] : []),
        { label: 'Pods', text: `${succeeded} succeeded, ${failed} failed` },
      ]
    : undefined;
}
