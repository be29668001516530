import type {
  JobSummary,
  ScheduleSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import { nextDue } from '../health/objects/schedule';
import type { KnownJob, KnownSchedule } from '../interpret';
import { imagesOf, objectAt, textOf, type PlainObject } from '../kinds';
import { versionOf } from './workload';

/** How a Job stands now; undefined where an earlier version remembered it without. */
export function jobSummary({
  run,
  images = {},
  labels,
}: KnownJob): JobSummary | undefined {
  if (!run) return undefined;
  const version = versionOf(images, labels);
  return { type: 'job', ...run, images, ...(version ? { version } : {}) };
}

/**
 * What a CronJob does and when, as its last run ended.
 * @param lastRun - absent where none has ended
 */
export function scheduleSummary(
  { manifest }: Pick<PlainObject, 'manifest'>,
  labels: Record<string, string>,
  lastRun: KnownSchedule | undefined,
  now: string,
): ScheduleSummary {
  const spec = objectAt(manifest, 'spec');
  const schedule = textOf(spec.schedule) ?? '';
  const timeZone = textOf(spec.timeZone);
  const images = imagesOf(objectAt(spec, 'jobTemplate'));
  const version = versionOf(images, labels);
  const isSuspended = spec.suspend === true;
  const next = isSuspended
    ? undefined
    : nextDue(schedule, timeZone ?? 'UTC', Date.parse(lastRun?.at ?? now));
  return {
    type: 'schedule',
    schedule: schedule.slice(0, 200),
    ...(timeZone ? { timeZone } : {}),
    ...(isSuspended ? { suspended: true } : {}),
    ...(lastRun
      ? { lastRun: { state: lastRun.outcome, endedAt: lastRun.at } }
      : {}),
    ...(next === undefined ? {} : { nextAt: new Date(next).toISOString() }),
    images,
    ...(version ? { version } : {}),
  };
}
