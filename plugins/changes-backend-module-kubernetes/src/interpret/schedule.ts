import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { CRON_JOB, type JobStatus, type ScheduledRun } from '../kinds';
import { tell, type Told } from './change';
import { failureOf } from './job';
import { later, subjectOf, type Sighting } from './Sighting';

/** What is remembered of the runs of a CronJob: nothing is told of those that go as those before. */
export interface KnownSchedule {
  uid: string;
  name: string;
  namespace?: string;
  /** How the latest run ended. */
  outcome: 'succeeded' | 'failed';
  /** When; what ended earlier is not looked at again. */
  at: string;
  /** Runs that failed one after another. */
  failures: number;
  /** When the first of them ended. */
  failingSince?: string;
}

export interface ScheduleStep {
  known: KnownSchedule;
  observations: Observation[];
  /** Whether what is remembered is worth writing down. */
  isNews: boolean;
}

/** A run of a CronJob that is over: told when it is the first to fail after one that went well, and the other way round. */
export function runEnded(
  previous: KnownSchedule | undefined,
  run: ScheduledRun,
  context: Sighting & { isHistory: boolean },
): ScheduleStep | undefined {
  const { schedule, namespace, status } = run;
  const at = status.endedAt ?? context.now;
  if (previous && Date.parse(at) <= Date.parse(previous.at)) return undefined;
  const isFailed = status.state === 'failed';
  const wasFailing = previous?.outcome === 'failed';
  const known: KnownSchedule = {
    ...schedule,
    namespace,
    outcome: isFailed ? 'failed' : 'succeeded',
    at,
    failures: isFailed ? (previous?.failures ?? 0) + 1 : 0,
    failingSince: isFailed ? previous?.failingSince ?? at : undefined,
  };
  const told =
    isFailed === wasFailing
      ? undefined
      : (isFailed ? beganToFail : recovered)(run, previous, at);
  return {
    known,
    isNews: isFailed || wasFailing || previous === undefined,
    observations: told
      ? [
          tell(
            {
              kind: 'job',
              subjects: [
                subjectOf(context, CRON_JOB, {
                  namespace,
                  name: schedule.name,
                }),
              ],
              reconstructed: context.isHistory ? true : undefined,
              ...told,
            },
            run,
            context,
          ),
        ]
      : [],
  };
}

type Said = Omit<Told, 'kind' | 'subjects'>;

function beganToFail(
  { uid, name, schedule, status }: ScheduledRun,
  previous: KnownSchedule | undefined,
  at: string,
): Said {
  const start = status.startedAt ?? at;
  return {
    key: `${uid}/failing`,
    title: `CronJob ${schedule.name} ${
      previous ? 'began to fail' : 'failed'
    }: Job ${name} ${failureOf(status)}`,
    severity: 'error',
    moment: { start },
    end: { at: later(at, start), status: 'failed' },
    evidence: evidenceOf(status),
  };
}

function recovered(
  { uid, schedule, status }: ScheduledRun,
  previous: KnownSchedule | undefined,
  at: string,
): Said {
  const failures = previous?.failures ?? 0;
  const start = status.startedAt ?? at;
  return {
    key: `${uid}/recovered`,
    title: `CronJob ${schedule.name} succeeded again after ${failures} failed ${
      failures === 1 ? 'run' : 'runs'
    }`,
    severity: 'info',
    moment: { start },
    end: { at: later(at, start), status: 'succeeded' },
    evidence: previous?.failingSince
      ? [{ label: 'Failing since', text: previous.failingSince }]
      : undefined,
  };
}

function evidenceOf({ reason, message }: JobStatus): Observation['evidence'] {
  const said = [reason, message].filter(text => text).join(': ');
  return said ? [{ label: 'Reason', text: said.slice(0, 2000) }] : undefined;
}
