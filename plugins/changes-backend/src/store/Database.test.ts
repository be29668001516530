import { mockServices } from '@backstage/backend-test-utils';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import knexFactory from 'knex';
import { Database, isDatabaseAway } from './Database';

const PASSWORD = 'hunter2-planted';

const sqlite = (): DatabaseService => ({
  getClient: async () =>
    knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    }),
});
const away = (message: string): DatabaseService => ({
  getClient: async () => {
    throw new Error(message);
  },
});

describe('Database', () => {
  it('connects in the background, and tells why it has not without telling secrets', async () => {
    const services = [
      away(`connect to postgres://ripple:${PASSWORD}@db:5432 refused`),
      away(`password=${PASSWORD} was refused`),
      sqlite(),
    ];
    const problems: string[] = [];
    const logger = mockServices.logger.mock();
    const database: Database = Database.create({
      service: services[0],
      renew: async () => {
        services.shift();
        return services[0];
      },
      config: mockServices.rootConfig({
        data: {
          backend: {
            database: { client: 'pg', connection: { password: PASSWORD } },
          },
        },
      }),
      logger,
      wait: async () => {
        problems.push(database.problem);
      },
    });
    const events = await database.open(new AbortController().signal, sql =>
      sql.all('select * from event'),
    );
    expect(events).toEqual([]);
    expect(problems).toEqual([
      'The database of the changes plugin is not reachable: connect to postgres://…@db:5432 refused',
      'The database of the changes plugin is not reachable: password=… was refused',
    ]);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain(PASSWORD);
  });

  it('stops trying when the portal shuts down', async () => {
    const stop = new AbortController();
    const database = Database.create({
      service: away('refused'),
      renew: async () => away('refused'),
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
      wait: async () => stop.abort(),
    });
    await expect(
      database.open(stop.signal, async () => 'never'),
    ).rejects.toThrow('abort');
  });

  it('tries again what fails on an open database, on the same connection', async () => {
    const renew = jest.fn();
    let uses = 0;
    const database = Database.create({
      service: sqlite(),
      renew,
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
      wait: async () => {},
    });
    const used = await database.open(new AbortController().signal, async () => {
      uses++;
      if (uses === 1) throw new Error('the database went away again');
      return uses;
    });
    expect(used).toBe(2);
    expect(renew).not.toHaveBeenCalled();
  });

  it('refuses MySQL in one sentence', () => {
    expect(() =>
      Database.create({
        service: away('never asked'),
        renew: async () => away('never asked'),
        config: mockServices.rootConfig({
          data: { backend: { database: { client: 'mysql2' } } },
        }),
        logger: mockServices.logger.mock(),
      }),
    ).toThrow(
      "The changes plugin keeps its data in SQLite or PostgreSQL, not in 'mysql2': set backend.database.plugin.changes.client to 'better-sqlite3' or 'pg'",
    );
  });

  it('tells a database that is away from a statement that is wrong', () => {
    const failure = (fields: object) => Object.assign(new Error('x'), fields);
    expect(isDatabaseAway(failure({ code: 'ECONNREFUSED' }))).toBe(true);
    expect(isDatabaseAway(failure({ code: '57P01' }))).toBe(true);
    expect(isDatabaseAway(failure({ name: 'KnexTimeoutError' }))).toBe(true);
    expect(isDatabaseAway(failure({ code: '42P01' }))).toBe(false);
    expect(isDatabaseAway(undefined)).toBe(false);
  });
});
