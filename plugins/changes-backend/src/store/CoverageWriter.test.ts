import { TestDatabases } from '@backstage/backend-test-utils';
import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore } from '../__testUtils__/TestStore';
import { instanceOf } from './CoverageWriter';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 19) + second * 1000).toISOString();
const note = (
  second: number,
  state: CoverageNote['state'] = 'live',
  rest: Partial<CoverageNote> = {},
): CoverageNote => ({
  scope: 'prod-eu/pods',
  state,
  at: at(second),
  ...rest,
});

describe.each(databases.eachSupportedId())('coverage on %s', databaseId => {
  const history = async (notes: CoverageNote[]) => {
    const store = await TestStore.create(await databases.init(databaseId));
    for (const one of notes) {
      await store.ingest.commit('kubernetes', { coverage: [one] });
    }
    const rows = await store.sql.all<{
      state: string;
      from_at: number;
      to_at: number | null;
      at: number;
      reason: string | null;
    }>(
      'select state, from_at, to_at, at, reason from coverage order by from_at, id',
    );
    const seconds = (ms: number | null) =>
      ms === null ? null : (ms - Date.UTC(2026, 10, 19)) / 1000;
    return rows.map(row => ({
      state: row.state,
      from: seconds(row.from_at),
      to: seconds(row.to_at),
      at: seconds(row.at),
      ...(row.reason ? { reason: row.reason } : {}),
    }));
  };

  it('is one interval while the state stays; its last word moves twice a minute', async () => {
    expect(await history([note(0), note(29), note(31), note(60)])).toEqual([
      { state: 'live', from: 0, to: null, at: 31 },
    ]);
  });

  it('is a new interval when the state changes', async () => {
    expect(
      await history([
        note(0),
        note(30, 'forbidden', { reason: 'pods is forbidden' }),
        note(50),
      ]),
    ).toEqual([
      { state: 'live', from: 0, to: 30, at: 0 },
      {
        state: 'forbidden',
        from: 30,
        to: 50,
        at: 30,
        reason: 'pods is forbidden',
      },
      { state: 'live', from: 50, to: null, at: 50 },
    ]);
  });

  it('draws no silence where the source has watched all the time, though the clock of the cluster jumped', async () => {
    expect(
      await history([note(0), note(3600, 'live', { unbrokenSince: at(0) })]),
    ).toEqual([{ state: 'live', from: 0, to: null, at: 3600 }]);
  });

  it('draws silence as stale: nobody watched while the backend was down', async () => {
    expect(await history([note(0), note(3600)])).toEqual([
      { state: 'live', from: 0, to: 0, at: 0 },
      {
        state: 'stale',
        from: 0,
        to: 3600,
        at: 0,
        reason: 'Nothing was heard of it in this time',
      },
      { state: 'live', from: 3600, to: null, at: 3600 },
    ]);
  });

  it('waits longer for a source that is asked rarely', async () => {
    const periodSeconds = 1800;
    expect(
      await history([
        note(0, 'live', { periodSeconds }),
        note(3600, 'live', { periodSeconds }),
      ]),
    ).toEqual([{ state: 'live', from: 0, to: null, at: 3600 }]);
  });

  it('takes no word from the past', async () => {
    expect(await history([note(100), note(40, 'stale')])).toEqual([
      { state: 'live', from: 100, to: null, at: 100 },
    ]);
  });

  it('ends with its scope', async () => {
    expect(await history([note(0), note(30, 'ended')])).toEqual([
      { state: 'live', from: 0, to: 30, at: 0 },
    ]);
    expect(await history([note(0, 'ended')])).toEqual([]);
    expect(await history([note(0), note(3600, 'ended')])).toEqual([
      { state: 'live', from: 0, to: 0, at: 0 },
      {
        state: 'stale',
        from: 0,
        to: 3600,
        at: 0,
        reason: 'Nothing was heard of it in this time',
      },
    ]);
    expect(
      await history([note(0), note(30, 'ended'), note(40), note(50, 'stale')]),
    ).toEqual([
      { state: 'live', from: 0, to: 30, at: 0 },
      { state: 'live', from: 40, to: 50, at: 40 },
      { state: 'stale', from: 50, to: null, at: 50 },
    ]);
  });

  it('shows a new reason without a new interval', async () => {
    expect(
      await history([
        note(0, 'not-observed', { reason: 'refused' }),
        note(5, 'not-observed', { reason: 'timeout' }),
      ]),
    ).toEqual([
      { state: 'not-observed', from: 0, to: null, at: 5, reason: 'timeout' },
    ]);
  });
});

it('takes the instance from the first part of a scope', () => {
  expect(instanceOf('prod-eu/pods')).toBe('prod-eu');
  expect(instanceOf('arn:aws:eks:eu:1:cluster%2Fprod/pods')).toBe(
    'arn:aws:eks:eu:1:cluster/prod',
  );
  expect(instanceOf('100%')).toBe('100%');
});
