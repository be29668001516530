import type {
  Health,
  JobSummary,
  ScheduleSummary,
  SubjectRow,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import { type Standing, capital, withTroubles } from './standing';
import type { Trouble } from './verdict';

/** What of a subject's row makes it a workload: something that runs. @internal */
export type RunningSummary = WorkloadSummary | JobSummary | ScheduleSummary;

/** A workload as its source last said it. @internal */
export interface Workload {
  row: SubjectRow;
  summary: RunningSummary;
  environment: string;
  /** Milliseconds. */
  firstSeen: number;
  /** Who watches its cluster. */
  watch: Watch;
  /** Open health issues of it. */
  issues: Trouble[];
}

/** Whether a scope is observed, and since when. @internal */
export interface Watch {
  state: 'live' | 'stale' | 'forbidden' | 'not-observed';
  since?: string;
  reason?: string;
}

/** The summary of a row, if it is one of a workload. @internal */
export function runningSummary(row: SubjectRow): RunningSummary | undefined {
  const { summary } = row;
  return summary && summary.type !== 'service' ? summary : undefined;
}

/**
 * A workload's health: as bad as the worst issue that is open of it, and unknown where nobody watches, whatever was known last.
 * @internal
 */
export function workloadHealth(workload: Workload): Standing {
  const { row, summary, watch, issues } = workload;
  if (watch.state !== 'live') {
    const where = row.cluster ? `Cluster ${row.cluster}` : 'Its source';
    return { ...unwatched(where, watch), troubles: [] };
  }
  const standing = wholeWords(summary);
  return withTroubles(
    {
      status: 'healthy',
      reason: words(summary),
      ...(standing === undefined ? {} : { standing }),
    },
    issues,
  )!;
}

/** What is said of something that nobody watches. @internal */
export function unwatched(where: string, watch: Watch): Health {
  // It may become a part of a longer sentence.
  const why = watch.reason ? `: ${watch.reason.replace(/\.$/, '')}` : '';
  const text = {
    live: '',
    stale: `${where} is silent${why}`,
    forbidden: `${where} does not let Ripple read this${why}`,
    'not-observed': `${where} is not observed${why}`,
  }[watch.state];
  return {
    status: 'unknown',
    ...(watch.since ? { since: watch.since } : {}),
    reason: text,
  };
}

/** That all replicas are there which should be, so that what is wrong is wrong all the same; undefined where they are not. @internal */
export function wholeWords(summary: RunningSummary): string | undefined {
  if (summary.type !== 'workload' || summary.ready < summary.desired) {
    return undefined;
  }
  return summary.desired === 0
    ? 'Scaled to 0 replicas'
    : readyWords(summary.desired, summary.desired);
}

/** @internal */
export function readyWords(ready: number, desired: number): string {
  return `${ready} of ${
    desired === 1 ? '1 replica is' : `${desired} replicas are`
  } ready`;
}

function words(summary: RunningSummary): string {
  switch (summary.type) {
    case 'job':
      return capital(runWords(summary));
    case 'schedule':
      return scheduleWords(summary);
    default:
      return replicaWords(summary);
  }
}

function replicaWords(summary: WorkloadSummary): string {
  if (summary.desired === 0) return 'Scaled to 0 replicas';
  const ready = readyWords(
    Math.min(summary.ready, summary.desired),
    summary.desired,
  );
  switch (summary.rollout?.state) {
    case 'in-progress':
      return `${ready}, while a rollout is under way`;
    case 'failed':
      return `${ready}, though the last rollout failed`;
    case 'paused':
      return `${ready}, while a rollout is paused`;
    default:
      return ready;
  }
}

function runWords({ state, reason }: Pick<JobSummary, 'state' | 'reason'>) {
  return {
    waiting: 'waits to begin',
    running: 'runs now',
    succeeded: 'succeeded',
    failed: reason ? `failed: ${reason}` : 'failed',
  }[state];
}

function scheduleWords({ suspended, lastRun }: ScheduleSummary): string {
  if (!lastRun) return suspended ? 'Suspended' : 'Has not run yet';
  const last = `last run ${runWords(lastRun)}`;
  return suspended ? `Suspended, ${last}` : capital(last);
}
