import { TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TABLES } from '../__testUtils__/TestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = resolvePackagePath(
  '@ripplehq/backstage-plugin-changes-backend',
  'migrations',
);

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up, down to nothing, and up again', async () => {
    const knex = await databases.init(databaseId);
    const present = async () => {
      const found: string[] = [];
      for (const table of TABLES) {
        if (await knex.schema.hasTable(table)) found.push(table);
      }
      return found;
    };
    await knex.migrate.latest({ directory });
    expect(await present()).toEqual(TABLES);
    await knex.migrate.rollback({ directory }, true);
    expect(await present()).toEqual([]);
    await knex.migrate.latest({ directory });
    expect(await present()).toEqual(TABLES);
  });
});
