import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { recorded } from '../__testUtils__/recorded';
import { readJob, type ScheduledRun } from '../kinds';
import { runEnded, type KnownSchedule } from './schedule';

const redactor = Redactor.create({});
const CONTEXT = {
  cluster: 'prod-eu',
  now: '2026-11-24T13:40:00Z',
  isHistory: false,
};

/** The runs of a CronJob of a real control plane that ended: well, badly, well. */
const RUNS: ScheduledRun[] = recorded('jobs').flatMap(({ object }) => {
  const job = readJob(object, redactor);
  return job.schedule && job.status.endedAt ? [job] : [];
});

function play(runs: ScheduledRun[]) {
  let known: KnownSchedule | undefined;
  return runs.map(run => {
    const seen = runEnded(known, run, CONTEXT);
    known = seen?.known ?? known;
    return { ...seen, told: seen?.observations.map(({ title }) => title) };
  });
}

/** The same run, some minutes later. */
const later = (run: ScheduledRun, minutes: number): ScheduledRun => ({
  ...run,
  uid: `${run.uid}+${minutes}`,
  status: {
    ...run.status,
    endedAt: new Date(
      Date.parse(run.status.endedAt!) + minutes * 60_000,
    ).toISOString(),
  },
});

describe('a CronJob', () => {
  it('tells of the first run that fails and of the first that succeeds again', () => {
    expect(RUNS.map(({ status }) => status.state)).toEqual([
      'succeeded',
      'failed',
      'succeeded',
    ]);
    const [well, badly, again] = RUNS;
    expect(
      play([
        well,
        badly,
        later(badly, 1),
        later(badly, 2),
        later(again, 3),
        later(again, 4),
      ]).map(({ told }) => told),
    ).toEqual([
      [],
      [
        'CronJob billing-export began to fail: Job billing-export-29925449 gave up after 1 failed pod',
      ],
      [],
      [],
      ['CronJob billing-export succeeded again after 3 failed runs'],
      [],
    ]);
  });

  it('is the subject, with the times of the run', () => {
    const [, failed] = play(RUNS);
    expect(failed.observations).toMatchObject([
      {
        kind: 'job',
        severity: 'error',
        subjects: ['kubernetes:prod-eu/shop/CronJob.batch/billing-export'],
        start: '2026-11-24T13:29:00Z',
        end: { at: '2026-11-24T13:29:03Z', status: 'failed' },
      },
    ]);
  });

  it('tells nothing twice, and writes nothing while it goes well', () => {
    const [well, badly, again] = RUNS;
    expect(play([well, badly, again, badly, well, again])[3].known).toBe(
      undefined,
    );
    expect(
      play([well, later(well, 1), later(well, 2)]).map(({ isNews }) => isNews),
    ).toEqual([true, false, false]);
  });
});
