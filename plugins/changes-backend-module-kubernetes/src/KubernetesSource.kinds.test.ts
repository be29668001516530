import { mockServices } from '@backstage/backend-test-utils';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualTimers, until } from './__testUtils__/ManualTimers';
import { MemoryConnection } from './__testUtils__/MemoryConnection';
import {
  KindChoice,
  LIMIT_RANGE,
  REPLICA_SET,
  collectionPath,
  plainKind,
} from './kinds';
import { KubernetesSource } from './KubernetesSource';

const LIMITS = collectionPath(LIMIT_RANGE);
const WIDGET = plainKind({
  resource: 'widgets',
  group: 'acme.example',
  version: 'v1',
  kind: 'Widget',
  profile: 'config',
  isOptional: true,
  tells: { word: 'Widget', event: 'config', changes: true },
});
const WIDGETS = collectionPath(WIDGET);
const CORE = KindChoice.of({ profile: 'core' });
const WIDE = KindChoice.of({ profile: 'wide' });

describe('the kinds that are watched', () => {
  let timers: ManualTimers;
  let server: FakeApiServer;
  let connection: MemoryConnection;
  let stop: AbortController;
  let done: Promise<void>;

  const pass = () => timers.advance(50);
  const limits = (cpu: number) =>
    server.put(LIMITS, {
      metadata: { name: 'limits', namespace: 'shop' },
      spec: { limits: [{ type: 'Container', max: { cpu } }] },
    });
  const coverage = (kind: string) =>
    connection.coverage.get(`prod-eu/${kind}`)?.state;

  async function watch(
    kinds: KindChoice,
    unserved: string[] = [],
  ): Promise<void> {
    stop = new AbortController();
    done = KubernetesSource.create({
      supplier: {
        clusters: async () => ({
          watchable: [{ name: 'prod-eu', transport: server.transport }],
          unwatchable: [],
        }),
      },
      kinds,
      redactor: Redactor.create({}),
      logger: mockServices.logger.mock(),
      timers,
      random: () => 0.5,
    }).start(connection, stop.signal);
    await until(
      () =>
        kinds
          .all()
          .all.every(
            kind =>
              unserved.includes(kind.id) ||
              server.watchers(collectionPath(kind)) === 1,
          ),
      pass,
    );
  }

  async function end(): Promise<void> {
    stop.abort();
    await done;
    server.cutConnections();
  }

  beforeEach(async () => {
    timers = new ManualTimers();
    server = await FakeApiServer.start({ now: timers.now });
    connection = new MemoryConnection();
  });

  afterEach(async () => {
    await end();
    await server.stop();
  });

  it('leave nothing behind when they are not watched any more, and are new when they are again', async () => {
    limits(1);
    await watch(WIDE);
    const row = () =>
      connection.rows.get('kubernetes:prod-eu/shop/LimitRange/limits');
    expect(row()).toBeDefined();
    await end();

    await watch(CORE);
    expect(row()).toHaveProperty('goneAt');
    expect(coverage('limitranges')).toBeUndefined();
    expect(coverage('pods')).toBe('live');
    limits(2);
    await end();

    await watch(WIDE);
    expect(connection.titles()).toEqual([]);
    limits(3);
    await until(() => connection.titles().length === 1, pass);
    expect(connection.titles()).toEqual([
      'LimitRange limits changed: cpu 2 → 3',
    ]);
  });

  it('leave nothing wrong behind either: what is not watched any more is not wrong for ever', async () => {
    const issue = {
      detector: 'certificate',
      cause: '',
      onset: '2026-01-01T00:00:00.000Z',
      title: 'certificate shop-tls has ended on 2026-01-01T00:00:00Z',
      severity: 'critical',
    };
    const id = 'health/tls-secret/u1';
    await connection.commit({
      scope: 'prod-eu',
      states: [
        {
          id,
          body: {
            about: {
              uid: 'u1',
              name: 'shop-tls',
              namespace: 'shop',
              subjects: ['kubernetes:prod-eu/shop/Secret/shop-tls'],
            },
            standing: { notAfter: '2026-01-01T00:00:00Z', keptIn: 'shop-tls' },
            open: [{ ...issue, digest: '', toldAt: issue.onset }],
            awaited: [],
          },
        },
      ],
    });
    await watch(CORE);
    await until(
      () => connection.observations.some(observation => observation.end),
      () => timers.advance(1_000),
    );
    expect(connection.observations.at(-1)).toMatchObject({
      key: `u1/certificate/${issue.onset}`,
      end: { status: 'resolved' },
    });
    expect(await connection.states('prod-eu', [id])).toEqual([]);
  });

  it('need not all be served: one that is not is no gap, and is found when it is', async () => {
    server.breakWithStatus(WIDGETS, 404);
    await watch(KindChoice.of({ profile: 'core', further: [WIDGET] }), [
      WIDGET.id,
    ]);
    expect(coverage(WIDGET.id)).toBeUndefined();
    server.repair(WIDGETS);
    await until(
      () => server.watchers(WIDGETS) === 1,
      () => timers.advance(5_000),
    );
    await until(() => coverage(WIDGET.id) === 'live', pass);
    server.put(WIDGETS, { metadata: { name: 'cog', namespace: 'shop' } });
    await until(() => connection.titles().length === 1, pass);
    expect(connection.titles()).toEqual(['Widget cog created']);
  });

  it('are no gap either where the account may not even ask for one that is not served', async () => {
    const watched = KindChoice.of({ profile: 'core', further: [WIDGET] });
    server.breakWithStatus(WIDGETS, 403);
    server.breakWith('/apis/acme.example/v1', (request, response) => {
      const isList = request.url !== '/apis/acme.example/v1';
      response.writeHead(isList ? 403 : 404, {
        'Content-Type': 'application/json',
      });
      response.end('{}');
    });
    await watch(watched, [WIDGET.id]);
    expect(coverage(WIDGET.id)).toBeUndefined();
    await end();
    server.repair('/apis/acme.example/v1');
    await watch(watched, [WIDGET.id]);
    await until(() => coverage(WIDGET.id) === 'forbidden', pass);
  });

  it('tell of a ReplicaSet of its own that came while nobody watched', async () => {
    await watch(CORE);
    await end();
    server.put(collectionPath(REPLICA_SET), {
      metadata: { name: 'lone', namespace: 'shop' },
      spec: {
        replicas: 0,
        template: { spec: { containers: [{ name: 'app', image: 'app:v1' }] } },
      },
    });
    await watch(CORE);
    await until(() => connection.titles().length === 1, pass);
    expect(connection.titles()).toEqual([
      'lone created with v1 and 0 replicas',
    ]);
  });
});
