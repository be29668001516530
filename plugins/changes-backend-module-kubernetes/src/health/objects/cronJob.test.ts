import { found, troubled } from '../../__testUtils__/objectFacts';
import type { KubernetesObject } from '../../kinds';
import { CRON_JOB_ASPECT } from './cronJob';
import { CRON_JOB_RUNS_ASPECT } from './cronJobRuns';
import { nextDue } from './schedule';

/** A CronJob that last ran at two at night and was written long before. */
const nightly = (spec: object = {}, status: object = {}): KubernetesObject =>
  troubled('CronJob', 'export', ({ metadata, ...object }) => ({
    ...object,
    metadata: {
      ...metadata,
      creationTimestamp: '2026-11-01T00:00:00Z',
      managedFields: [],
    },
    spec: { schedule: '0 2 * * *', ...spec },
    status: { lastScheduleTime: '2026-11-23T02:00:00Z', ...status },
  }));
const at = (now: string) => ({ now });

describe('a CronJob that misses its schedule', () => {
  it('is told by when its run was due, once it is late by five minutes', () => {
    expect(
      found(CRON_JOB_ASPECT, nightly(), at('2026-11-24T02:05:00Z')),
    ).toMatchObject([
      {
        detector: 'cronjob-missed',
        severity: 'warning',
        title: 'CronJob export missed its run of 2026-11-24T02:00:00Z',
        since: '2026-11-24T02:00:00Z',
        isOpen: true,
      },
    ]);
    const [soon] = found(
      CRON_JOB_ASPECT,
      nightly(),
      at('2026-11-24T02:04:59Z'),
    );
    expect(soon.isOpen).toBe(false);
    expect(
      found(CRON_JOB_ASPECT, nightly(), at('2026-11-24T01:59:59Z')),
    ).toEqual([]);
  });

  it('asks for a look when the next run is due', () => {
    const standing = CRON_JOB_ASPECT.read!(nightly())!;
    const { recheckAt } = CRON_JOB_ASPECT.detectors[0].detect(
      { object: { name: 'export' }, standing } as never,
      '2026-11-23T12:00:00Z',
      { cronJob: {} } as never,
    );
    expect(recheckAt).toBe('2026-11-24T02:00:00Z');
  });

  it('knows time zones, and changes of the clock', () => {
    const berlin = nightly(
      { timeZone: 'Europe/Berlin' },
      { lastScheduleTime: '2026-11-23T01:00:00Z' },
    );
    expect(
      found(CRON_JOB_ASPECT, berlin, at('2026-11-24T01:05:00Z')),
    ).toMatchObject([{ since: '2026-11-24T01:00:00Z' }]);
    // 2:30 does not exist on that night.
    const due = nextDue(
      '30 2 * * *',
      'Europe/Berlin',
      Date.parse('2026-03-28T12:00:00Z'),
    );
    expect(new Date(due!).toISOString()).toMatch(/^2026-03-29T01:/);
  });

  it('of a run that hangs counts the second that it holds up only', () => {
    const blocked = nightly(
      { concurrencyPolicy: 'Forbid' },
      { active: [{ kind: 'Job', name: 'export-1' }] },
    );
    expect(found(CRON_JOB_ASPECT, blocked, at('2026-11-24T03:00:00Z'))).toEqual(
      [],
    );
    expect(
      found(CRON_JOB_ASPECT, blocked, at('2026-11-25T03:00:00Z')),
    ).toMatchObject([
      {
        since: '2026-11-25T02:00:00Z',
        evidence: expect.arrayContaining([
          {
            label: 'Reason',
            text: 'its run export-1 has not ended, and runs may not overlap',
          },
        ]),
      },
    ]);
  });

  it('counts to the minute where it has just been made', () => {
    const fresh = nightly(
      { timeZone: 'Etc/UTC', schedule: '5 * * * *' },
      { lastScheduleTime: undefined },
    );
    fresh.metadata.creationTimestamp = '2026-11-24T02:04:30Z';
    expect(
      found(CRON_JOB_ASPECT, fresh, at('2026-11-24T02:10:00Z')),
    ).toMatchObject([{ since: '2026-11-24T02:05:00Z', isOpen: true }]);
  });

  it('is not written down at each run where it runs often', () => {
    const often = (minute: string) =>
      CRON_JOB_ASPECT.read!(
        nightly(
          { schedule: '* * * * *' },
          { lastScheduleTime: `2026-11-24T02:${minute}:00Z` },
        ),
      );
    expect(often('01')).toEqual(often('09'));
    expect(often('10')).not.toEqual(often('09'));
    expect(
      found(
        CRON_JOB_ASPECT,
        nightly(
          { schedule: '* * * * *' },
          { lastScheduleTime: '2026-11-24T02:01:00Z' },
        ),
        at('2026-11-24T02:17:00Z'),
      ),
    ).toMatchObject([{ isOpen: true }]);
  });

  it.each([
    ['it is suspended', troubled('CronJob', 'paused')],
    [
      'it was suspended until just now',
      (() => {
        const object = nightly();
        object.metadata.managedFields = [
          { manager: 'kubectl', time: '2026-11-24T02:59:00Z' },
        ];
        return object;
      })(),
    ],
    [
      'it is not known in which time zone it runs',
      nightly({}, { lastScheduleTime: '2026-11-23T07:00:00Z' }),
    ],
    [
      'it has never run and does not say its time zone',
      nightly({}, { lastScheduleTime: undefined }),
    ],
    [
      'its schedule never comes',
      nightly({ schedule: '0 0 30 2 *', timeZone: 'UTC' }),
    ],
    [
      'its schedule cannot be read',
      nightly({ schedule: 'sometimes', timeZone: 'UTC' }),
    ],
  ])('is silent where %s', (_, object) => {
    expect(found(CRON_JOB_ASPECT, object, at('2026-11-24T03:00:00Z'))).toEqual(
      [],
    );
  });

  it('has never run where it says in which time zone it should have', () => {
    const never = nightly(
      { timeZone: 'Etc/UTC' },
      { lastScheduleTime: undefined },
    );
    expect(
      found(CRON_JOB_ASPECT, never, at('2026-11-24T03:00:00Z')),
    ).toMatchObject([{ since: '2026-11-01T02:00:00Z', isOpen: true }]);
  });
});

describe('nextDue', () => {
  const next = (schedule: string) => {
    const due = nextDue(schedule, 'UTC', Date.parse('2026-11-24T10:20:30Z'));
    return due === undefined ? undefined : new Date(due).toISOString();
  };

  it.each([
    ['@hourly', '2026-11-24T11:00:00.000Z'],
    ['@every 1h30m', '2026-11-24T11:50:30.000Z'],
    ['*/15 * * * *', '2026-11-24T10:30:00.000Z'],
    ['0 9 * * MON-FRI', '2026-11-25T09:00:00.000Z'],
    // Of both day of the month and day of the week, either will do.
    ['0 0 1 * FRI', '2026-11-27T00:00:00.000Z'],
    ['@every 0s', undefined],
  ])('%s', (schedule, due) => {
    expect(next(schedule)).toBe(due);
  });
});

describe('a CronJob whose runs fail', () => {
  const failing = {
    failingSince: '2026-11-22T02:00:10Z',
    failures: 2,
    run: 'export-29925659',
    endedAt: '2026-11-23T02:00:10Z',
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
    failedPods: 1,
  };
  const look = (around: {
    standing?: object;
    isSuspended?: boolean;
    failing?: 'first' | 'any';
  }) =>
    found(
      CRON_JOB_RUNS_ASPECT,
      {
        object: { name: 'export' },
        standing: { ...failing, ...around.standing },
      },
      {
        surroundings: { isSuspended: () => around.isSuspended ?? false },
        settings: {
          cronJob: {
            failing: around.failing ?? 'first',
            missedAfterSeconds: 0,
          },
        },
      },
    );

  it('is one issue from the first failed run on', () => {
    expect(look({ standing: { failures: 1 } })).toMatchObject([
      {
        detector: 'cronjob-failing',
        cause: '',
        title:
          'CronJob export failed: Job export-29925659 gave up after 1 failed pod',
        since: '2026-11-22T02:00:10Z',
        isOpen: true,
      },
    ]);
    expect(look({})).toMatchObject([
      {
        cause: '',
        title: 'CronJob export fails: its last 2 runs failed',
        since: '2026-11-22T02:00:10Z',
      },
    ]);
  });

  it('is one issue a failed run where somebody wants that', () => {
    expect(look({ failing: 'any' })).toMatchObject([
      { cause: 'export-29925659', since: '2026-11-23T02:00:10Z' },
    ]);
  });

  it('is silent while it is suspended', () => {
    expect(look({ isSuspended: true })).toEqual([]);
  });
});
