import { jobSummary, scheduleSummary } from './schedule';

const NOW = '2026-11-24T10:00:00Z';
const template = {
  spec: { containers: [{ name: 'run', image: 'acme/export:4.1' }] },
};
const schedule = (spec: object) => ({
  manifest: {
    spec: {
      schedule: '0 2 * * *',
      jobTemplate: { spec: { template } },
      ...spec,
    },
  },
});
const lastRun = {
  uid: 'c-1',
  name: 'export',
  outcome: 'succeeded' as const,
  at: '2026-11-24T02:04:00Z',
  failures: 0,
};

describe('a CronJob', () => {
  it('says when it runs, how that went and when it will again', () => {
    expect(scheduleSummary(schedule({}), {}, lastRun, NOW)).toEqual({
      type: 'schedule',
      schedule: '0 2 * * *',
      lastRun: { state: 'succeeded', endedAt: '2026-11-24T02:04:00Z' },
      nextAt: '2026-11-25T02:00:00.000Z',
      images: { run: 'acme/export:4.1' },
      version: '4.1',
    });
  });

  it('that is suspended has no next run', () => {
    const suspended = schedule({ suspend: true, timeZone: 'Europe/Berlin' });
    expect(scheduleSummary(suspended, {}, undefined, NOW)).toEqual({
      type: 'schedule',
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      suspended: true,
      images: { run: 'acme/export:4.1' },
      version: '4.1',
    });
  });
});

describe('a Job', () => {
  const known = {
    uid: 'j-1',
    name: 'import',
    resourceVersion: '1',
    role: { kind: 'job' as const },
    labels: { 'app.kubernetes.io/version': '9' },
  };

  it('says how it stands', () => {
    const run = { state: 'failed' as const, reason: 'BackoffLimitExceeded' };
    const images = { run: 'acme/import:8' };
    expect(jobSummary({ ...known, run, images })).toEqual({
      type: 'job',
      ...run,
      images,
      version: '9',
    });
  });

  it('that was remembered without it says nothing', () => {
    expect(jobSummary(known)).toBeUndefined();
  });
});
