import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualTimers, until } from './__testUtils__/ManualTimers';
import { MemoryConnection } from './__testUtils__/MemoryConnection';
import { CONFIG_MAP, KindChoice, collectionPath } from './kinds';
import { KubernetesSource } from './KubernetesSource';
import { ignoreRulesFrom } from './noise';

jest.setTimeout(60_000);

const CONFIG_MAPS = collectionPath(CONFIG_MAP);
const WRITES = 200;

/** A cluster whose watcher can be stopped and started again. */
class Watched {
  readonly timers = new ManualTimers();
  readonly connection = new MemoryConnection();
  ignore: unknown;
  #stop = new AbortController();
  #done = Promise.resolve();

  static async start(ignore: unknown = []): Promise<Watched> {
    const watched = new Watched(ignore);
    const now = watched.timers.now;
    watched.server = await FakeApiServer.start({ now });
    return watched;
  }

  server!: FakeApiServer;

  private constructor(ignore: unknown) {
    this.ignore = ignore;
  }

  async open(): Promise<void> {
    const config = new ConfigReader({
      changes: { kubernetes: { ignore: this.ignore } },
    } as never);
    this.#stop = new AbortController();
    const { transport } = this.server;
    const cluster = { name: 'prod-eu', transport };
    this.#done = KubernetesSource.create({
      supplier: {
        clusters: async () => ({ watchable: [cluster], unwatchable: [] }),
      },
      kinds: KindChoice.of({ profile: 'core' }),
      ignore: ignoreRulesFrom(config),
      redactor: Redactor.create({ secretKey: 'key-of-the-test' }),
      logger: mockServices.logger.mock(),
      timers: this.timers,
      random: () => 0.5,
    }).start(this.connection, this.#stop.signal);
    await this.until(() => this.server.watchers(CONFIG_MAPS) === 1);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    this.server.cutConnections();
  }

  until(condition: () => boolean): Promise<void> {
    return until(condition, () => this.timers.advance(1000));
  }

  write(name: string, data: Record<string, string>, manager: string): void {
    const time = new Date(Math.floor(this.timers.now() / 1000) * 1000)
      .toISOString()
      .replace('.000Z', 'Z');
    this.server.put(CONFIG_MAPS, {
      metadata: {
        name,
        namespace: 'shop',
        managedFields: [
          {
            manager,
            operation: 'Update',
            time,
            fieldsV1: { 'f:data': { 'f:TICK': {} } },
          },
        ],
      },
      data,
    });
  }
}

describe('what never stops', () => {
  it('is one event that counts, told once over restarts, and named to operators', async () => {
    const watched = await Watched.start();
    const { connection, timers, server } = watched;
    for (const name of ['state-0', 'state-1', 'app']) {
      watched.write(name, { TICK: '0' }, 'state-operator');
    }
    await watched.open();
    for (let index = 1; index <= WRITES; index++) {
      if (index % 90 === 0) {
        await watched.close();
        watched.write(
          `state-${index % 2}`,
          { TICK: `${index}` },
          'state-operator',
        );
        await watched.open();
        continue;
      }
      watched.write(
        `state-${index % 2}`,
        { TICK: `${index}` },
        'state-operator',
      );
      timers.advance(1000);
      await new Promise(resolve => setImmediate(resolve));
    }
    watched.write('app', { TICK: 'a person' }, 'kubectl-edit');
    await watched.until(() => connection.noise !== undefined);
    expect(connection.noise).toMatchObject({
      instance: 'prod-eu',
      subjects: [{ manager: 'state-operator', changes: expect.any(Number) }],
    });
    const run = () =>
      connection.observations.findLast(({ key }) => key.startsWith('noisy/'));
    await watched.until(() => run()?.end !== undefined);
    const told = new Map(connection.observations.map(o => [o.key, o]));
    const runs = [...told.values()].filter(({ key }) =>
      key.startsWith('noisy/'),
    );
    expect(runs).toHaveLength(1);
    expect(run()).toMatchObject({
      title: `ConfigMaps state-* changed ${WRITES} times by state-operator`,
      end: { status: 'succeeded' },
      kind: 'config',
    });
    const alone = [...told.values()].filter(
      o => !o.key.startsWith('noisy/') && !o.partOfKey,
    );
    expect(alone.map(({ title }) => title)).toEqual([
      'ConfigMap app changed: TICK 0 → a person',
    ]);
    await watched.close();
    await server.stop();
  });

  it('is not told at all once the configuration ignores it', async () => {
    const watched = await Watched.start([
      { reason: 'its operator writes it', kind: 'ConfigMap', name: 'state-*' },
      { reason: 'a heartbeat', fields: ['data.TICK'] },
    ]);
    const { connection, server } = watched;
    watched.write('state-0', { LEVEL: '0' }, 'x');
    watched.write('app', { TICK: '0', LEVEL: 'info' }, 'x');
    await watched.open();
    for (let index = 1; index <= 10; index++) {
      watched.write('state-0', { LEVEL: `${index}` }, 'x');
      watched.write('app', { TICK: `${index}`, LEVEL: 'info' }, 'x');
    }
    watched.write('app', { TICK: '11', LEVEL: 'debug' }, 'x');
    await watched.until(() => connection.titles().length > 0);
    await watched.until(() => (connection.noise?.rules.length ?? 0) === 2);
    expect(connection.titles()).toEqual([
      'ConfigMap app changed: LEVEL info → debug',
    ]);
    expect(connection.noise?.rules).toEqual([
      { id: 'ignore[1]', reason: 'a heartbeat', count: 12 },
      { id: 'ignore[0]', reason: 'its operator writes it', count: 11 },
    ]);
    expect(connection.dump()).not.toContain('state-0');
    await watched.close();
    await server.stop();
  });

  it('is forgotten, not told as deleted, when it is ignored from now on', async () => {
    const watched = await Watched.start();
    const { connection, server } = watched;
    watched.write('state-0', { LEVEL: '0' }, 'x');
    watched.write('app', { LEVEL: '0' }, 'x');
    await watched.open();
    await watched.until(() => connection.dump().includes('state-0'));
    await watched.close();
    watched.ignore = [{ reason: 'its operator writes it', name: 'state-*' }];
    watched.write('app', { LEVEL: '1' }, 'x');
    // It must list again.
    server.compact();
    await watched.open();
    await watched.until(() => connection.titles().length > 0);
    expect(connection.titles()).toEqual(['ConfigMap app changed: LEVEL 0 → 1']);
    await watched.close();
    await server.stop();
  });

  it('is a size and a digest where it is no text', async () => {
    const watched = await Watched.start();
    const { connection, server } = watched;
    const put = (bytes: number[]) =>
      server.put(CONFIG_MAPS, {
        metadata: { name: 'store', namespace: 'shop' },
        binaryData: { 'keys.p12': Buffer.from(bytes).toString('base64') },
      });
    put([0, 1, 2, 3]);
    await watched.open();
    put([0, 1, 2, 3, 4]);
    await watched.until(() => connection.titles().length > 0);
    const [{ before, after }] = connection.observations;
    expect([before, after]).toMatchObject([
      {
        binaryData: {
          'keys.p12': expect.stringMatching(/^«binary 4 bytes \w{8}»$/),
        },
      },
      {
        binaryData: {
          'keys.p12': expect.stringMatching(/^«binary 5 bytes \w{8}»$/),
        },
      },
    ]);
    await watched.close();
    await server.stop();
  });
});
