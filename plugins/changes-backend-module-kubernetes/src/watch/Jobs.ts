import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import {
  jobDeleted,
  jobSeen,
  runEnded,
  subjectOf,
  type KnownJob,
  type KnownSchedule,
  type Sighting,
} from '../interpret';
import {
  CRON_JOB,
  JOB,
  type JobObject,
  type Kind,
  type Named,
  type ScheduledRun,
} from '../kinds';
import {
  CRON_JOB_RUNS_ASPECT,
  runsStanding,
} from '../health/objects/cronJobRuns';
import { JOB_ASPECT } from '../health/objects/job';
import { jobSummary } from '../summarise';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { JobFamilies } from './JobFamilies';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** Runs of schedules that have ended, and how they were read. */
interface EndedRun {
  run: ScheduledRun;
  reading: Reading;
}

/** Jobs: those that somebody made are each an event; of those that schedules make, only what turns counts. */
export class Jobs implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, KnownJob>();
  readonly #schedules = new Map<string, KnownSchedule>();
  readonly #families = new JobFamilies();
  readonly #touched = new Set<KnownJob>();
  /** Lists have no order of time: what they hold waits until they are read whole. */
  #ended: EndedRun[] = [];
  #isListing = false;

  static create(surroundings: Surroundings): Jobs {
    return new Jobs(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    const object = stored as KnownJob | KnownSchedule;
    if ('outcome' in object) {
      this.#schedules.set(object.uid, object);
    } else {
      this.#known.set(object.uid, object);
      this.#families.restored(object);
      this.#touched.add(object);
    }
  }

  all(): Iterable<Named> {
    return this.#known.values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    this.#isListing = reading.how !== 'watch';
    const next = object as JobObject | ScheduledRun;
    if (next.schedule) {
      const { state } = next.status;
      if (state === 'succeeded' || state === 'failed') {
        this.#ended.push({ run: next, reading });
      }
      return;
    }
    const previous = this.#known.get(next.uid);
    for (const { job, standing } of this.#families.seen(next)) {
      this.#surroundings.note(JOB_ASPECT.name, job, standing);
    }
    if (previous && !isNewer(next, previous)) return;
    const { known, observations } = jobSeen(previous, next, {
      ...reading,
      isHistory: reading.how === 'first',
    });
    this.#known.set(known.uid, known);
    if (previous && observations.length === 0 && !hasMoved(previous, known)) {
      return;
    }
    this.#touched.add(known);
    step.observations.push(...observations);
    step.states.push(storedState(kind, known.uid, known));
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    this.#forgetSchedule(last as JobObject | ScheduledRun, step);
    this.#families.gone(last);
    const known = this.#known.get(last.uid);
    if (!known) return false;
    this.#known.delete(last.uid);
    step.observations.push(...jobDeleted(known, last, reading));
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  listed(): void {
    this.#isListing = false;
  }

  /** How the runs of a CronJob go. */
  scheduleOf(cronJob: string): KnownSchedule | undefined {
    return this.#schedules.get(cronJob);
  }

  tell(sighting: Sighting, step: ModelStep): void {
    for (const job of this.#touched) {
      if (this.#known.has(job.uid)) step.subjects.push(rowOf(job, sighting));
    }
    this.#touched.clear();
    if (this.#isListing || this.#ended.length === 0) return;
    const ended = this.#ended.sort((a, b) => endOf(a) - endOf(b));
    this.#ended = [];
    for (const { run, reading } of ended) this.#end(run, reading, step);
  }

  /** The runs of a CronJob go after it. */
  #forgetSchedule(
    { schedule }: Pick<JobObject | ScheduledRun, 'schedule'>,
    step: ModelStep,
  ): void {
    const { isListed, knows } = this.#surroundings;
    if (!schedule || !isListed(CRON_JOB.id) || knows(CRON_JOB, schedule.uid)) {
      return;
    }
    if (this.#schedules.delete(schedule.uid)) {
      step.states.push(forgottenState(JOB, schedule.uid));
    }
  }

  /** Whether a CronJob's runs fail, for its health. */
  #noteRuns(
    run: ScheduledRun,
    { uid, name, namespace, ...known }: KnownSchedule,
  ) {
    const { isListed, knows, note } = this.#surroundings;
    if (isListed(CRON_JOB.id) && !knows(CRON_JOB, uid)) return;
    note(
      CRON_JOB_RUNS_ASPECT.name,
      { uid, name, namespace },
      runsStanding(run, known),
    );
  }

  #end(run: ScheduledRun, reading: Reading, step: ModelStep): void {
    const { uid } = run.schedule;
    const seen = runEnded(this.#schedules.get(uid), run, {
      ...reading,
      isHistory: reading.how === 'first',
    });
    if (!seen) return;
    this.#schedules.set(uid, seen.known);
    this.#noteRuns(run, seen.known);
    this.#surroundings.touchSchedule(uid);
    step.observations.push(...seen.observations);
    if (seen.isNews) step.states.push(storedState(JOB, uid, seen.known));
  }
}

function hasMoved({ run: before }: KnownJob, { run }: KnownJob): boolean {
  return before?.state !== run?.state || before?.endedAt !== run?.endedAt;
}

function rowOf(job: KnownJob, sighting: Sighting): SubjectRow {
  const summary = jobSummary(job);
  return {
    subject: subjectOf(sighting, JOB, job),
    kind: 'Job',
    cluster: sighting.cluster,
    namespace: job.namespace,
    name: job.name,
    labels: job.labels,
    ...(summary ? { summary } : {}),
    observedAt: sighting.now,
  };
}

function endOf({ run, reading }: EndedRun): number {
  return Date.parse(run.status.endedAt ?? reading.now);
}
