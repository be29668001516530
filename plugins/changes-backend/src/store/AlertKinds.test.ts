import { TestDatabases } from '@backstage/backend-test-utils';
import { TestStore, deployment } from '../__testUtils__/TestStore';
import { ALERT_KINDS_MAX } from './AlertKinds';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('AlertKinds on %s', databaseId => {
  it('take what comes beyond them as other, source by source', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const alert = (kind: string) =>
      deployment({ type: 'alert', kind, key: kind, end: undefined });
    const kindsOf = async (source: string, ...kinds: string[]) => {
      await store.ingest.commit(source, { observations: kinds.map(alert) });
      return (await store.events())
        .filter(event => event.source === source)
        .map(({ kind }) => kind);
    };
    const many = Array.from({ length: ALERT_KINDS_MAX }, (_, i) => `kind-${i}`);
    expect(new Set(await kindsOf('noisy', ...many))).toEqual(new Set(many));
    expect(await kindsOf('noisy', 'one-more')).toContain('other');
    expect(await kindsOf('noisy', 'kind-7')).not.toContain('one-more');
    expect(await kindsOf('quiet', 'one-more')).toEqual(['one-more']);
    await store.ingest.commit('noisy', {
      observations: [deployment({ key: 'change' })],
    });
    expect((await store.events()).map(({ kind }) => kind)).toContain(
      'deployment',
    );
  });
});
