import { TestDatabases } from '@backstage/backend-test-utils';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore } from '../__testUtils__/TestStore';
import { Connection } from './Connection';
import type { Leases } from './Leases';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('Connection on %s', databaseId => {
  async function open() {
    const store = await TestStore.create(await databases.init(databaseId));
    const connect = (source: string) =>
      Connection.create({ ...store, source, leases: {} as Leases });
    return { kubernetes: connect('kubernetes'), github: connect('github') };
  }

  it('gives the states that are asked for, of its own source and of one scope', async () => {
    const { kubernetes, github } = await open();
    const keep = (scope: string, ids: string[]) => ({
      scope,
      states: ids.map(id => ({ id, body: { of: `${scope}/${id}` } })),
    });
    await kubernetes.commit(keep('prod-eu', ['a', 'b', 'c', 'gone']));
    await kubernetes.commit({
      scope: 'prod-eu',
      states: [{ id: 'gone', body: null }],
    });
    await kubernetes.commit(keep('prod-us', ['a', 'd']));
    await github.commit(keep('prod-eu', ['e']));

    const states = await kubernetes.states('prod-eu', [
      'c',
      'a',
      'gone',
      'd',
      'e',
    ]);

    expect(states.toSorted((x, y) => x.id.localeCompare(y.id))).toEqual([
      { id: 'a', body: { of: 'prod-eu/a' } },
      { id: 'c', body: { of: 'prod-eu/c' } },
    ]);
    expect(await kubernetes.states('prod-eu', [])).toEqual([]);
  });

  it('gives back a body of any size as it was', async () => {
    const { kubernetes } = await open();
    const states = [0, 10, 1_990, 2_010, 20_000, 200_000].map(size => ({
      id: `of ${size}`,
      body: { text: 'é'.repeat(size), none: null },
    }));
    await kubernetes.commit({ scope: 'prod-eu', states });

    const loaded: SourceState[] = [];
    for await (const state of kubernetes.load('prod-eu')) loaded.push(state);
    const others: string[] = [];
    const most = kubernetes.load('prod-eu', { except: ' 20000' });
    for await (const { id } of most) others.push(id);
    expect(others).toHaveLength(states.length - 1);
    expect(others).not.toContain('of 20000');

    const byId = (list: SourceState[]) =>
      list.toSorted((x, y) => x.id.localeCompare(y.id));
    expect(byId(loaded)).toEqual(byId(states));
    expect(
      byId(
        await kubernetes.states(
          'prod-eu',
          states.map(({ id }) => id),
        ),
      ),
    ).toEqual(byId(states));
  });

  it('gives many states at once, and refuses more than it would answer', async () => {
    const { kubernetes } = await open();
    const ids = Array.from({ length: 501 }, (_, index) => `uid-${index}`);
    await kubernetes.commit({
      scope: 'prod-eu',
      states: ids.map(id => ({ id, body: id })),
    });

    expect(await kubernetes.states('prod-eu', ids.slice(1))).toHaveLength(500);
    await expect(kubernetes.states('prod-eu', ids)).rejects.toThrow(
      'ids: at most 500 at once, not 501',
    );
  });
});
