import {
  CRON_JOB,
  listAt,
  objectAt,
  textOf,
  type KubernetesObject,
} from '../../kinds';
import { NOTHING, type Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';
import { nextDue } from './schedule';

/** What runs more often than this is looked at no closer: each of its runs would be written down. */
const COARSE_MS = 600_000;

/** A CronJob that runs by its schedule. */
export type CronJobStanding = {
  schedule: string;
  timeZone: string;
  /** Up to here it has run as it should, or nobody could expect it to. */
  servedUntil: string;
  /** The run that has not ended, where the next may not begin before. */
  blockedBy?: string;
};

/**
 * A CronJob that did not start a run that was due: its controller is down or overwhelmed, it missed `startingDeadlineSeconds`, or its last
 * run hangs where runs may not overlap. One late start of such a one is what somebody wanted, so there it is the second that counts.
 */
export const cronJobMissed: Detector<ObjectFacts<CronJobStanding>> = {
  name: 'cronjob-missed',
  detect({ object, standing }, now, { cronJob: { missedAfterSeconds } }) {
    const { schedule, timeZone, servedUntil, blockedBy } = standing;
    const first = nextDue(schedule, timeZone, Date.parse(servedUntil));
    const due =
      first !== undefined && blockedBy !== undefined
        ? nextDue(schedule, timeZone, first)
        : first;
    if (due === undefined) return NOTHING;
    const at = new Date(due).toISOString().replace('.000Z', 'Z');
    if (due > Date.parse(now)) return { findings: [], recheckAt: at };
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `CronJob ${object.name} missed its run of ${at}`,
          since: at,
          afterSeconds: missedAfterSeconds,
          evidence: [
            { label: 'Schedule', text: `${schedule} (${timeZone})` },
            { label: 'Due', text: at },
            ...(blockedBy
              ? [
                  {
                    label: 'Reason',
                    text: `its run ${blockedBy} has not ended, and runs may not overlap`,
                  },
                ]
              : []),
          ],
        },
      ],
    };
  },
};

export const CRON_JOB_ASPECT: Aspect<CronJobStanding> = {
  name: 'cronjob',
  kind: CRON_JOB,
  read(object) {
    const spec = objectAt(object, 'spec');
    const schedule = textOf(spec.schedule);
    const isIdle =
      spec.suspend === true || object.metadata.deletionTimestamp !== undefined;
    if (schedule === undefined || isIdle) return undefined;
    const lastRun = textOf(objectAt(object, 'status').lastScheduleTime);
    const timeZone = timeZoneOf(textOf(spec.timeZone), schedule, lastRun);
    if (timeZone === undefined) return undefined;
    const servedAt = Math.max(
      ...[lastRun, writtenAt(object)].flatMap(time =>
        time ? Date.parse(time) : [],
      ),
    );
    if (!Number.isFinite(servedAt)) return undefined;
    const [active] = listAt(object, 'status', 'active');
    const blockedBy =
      spec.concurrencyPolicy === 'Forbid' ? textOf(active?.name) : undefined;
    return {
      schedule,
      timeZone,
      servedUntil: new Date(coarse(servedAt, schedule, timeZone)).toISOString(),
      ...(blockedBy ? { blockedBy } : {}),
    };
  },
  workloads: () => [],
  detectors: [cronJobMissed],
};

/**
 * In which time zone a schedule is. Where it does not say, that of its controller, which is UTC nearly everywhere: the last run shows
 * whether it is. Undefined where nothing shows it.
 */
function timeZoneOf(
  declared: string | undefined,
  schedule: string,
  lastRun: string | undefined,
): string | undefined {
  if (declared !== undefined) return declared;
  if (lastRun === undefined) return undefined;
  if (schedule.startsWith('@every')) return 'UTC';
  const at = Date.parse(lastRun);
  return nextDue(schedule, 'UTC', at - 1000) === at ? 'UTC' : undefined;
}

/** When somebody last wrote what it should do: it was not suspended, or had this schedule, since then only. */
function writtenAt({ metadata }: KubernetesObject): string | undefined {
  return [
    metadata.creationTimestamp,
    ...(metadata.managedFields ?? []).map(({ subresource, time }) =>
      subresource === undefined ? time : undefined,
    ),
  ]
    .flatMap(time => time ?? [])
    .sort()
    .at(-1);
}

function coarse(at: number, schedule: string, timeZone: string): number {
  const first = nextDue(schedule, timeZone, at);
  const second = first && nextDue(schedule, timeZone, first);
  const isOften =
    first !== undefined && second !== undefined && second - first < COARSE_MS;
  return isOften ? (Math.floor(at / COARSE_MS) + 1) * COARSE_MS : at;
}
