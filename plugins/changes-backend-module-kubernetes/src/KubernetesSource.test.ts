import { mockServices } from '@backstage/backend-test-utils';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualTimers, until } from './__testUtils__/ManualTimers';
import { MemoryConnection } from './__testUtils__/MemoryConnection';
import {
  deploymentObject,
  managedField,
  replicaSetObject,
  type DeploymentDraft,
} from './__testUtils__/objects';
import type { Cluster, ClusterSupplier } from './clusters';
import {
  CRON_JOB,
  HORIZONTAL_POD_AUTOSCALER,
  INGRESS,
  KindChoice,
  NETWORK_POLICY,
  PERSISTENT_VOLUME_CLAIM,
  POD_DISRUPTION_BUDGET,
  REPLICA_SET,
  RESOURCE_QUOTA,
  collectionPath,
  type Kind,
} from './kinds';
import { KubernetesSource } from './KubernetesSource';

const CORE = KindChoice.of({ profile: 'core' }).all().all;
const DEPLOYMENTS = '/apis/apps/v1/deployments';
const REPLICA_SETS = '/apis/apps/v1/replicasets';
const CONFIG_MAPS = '/api/v1/configmaps';
const PODS = '/api/v1/pods';
const SERVICES = '/api/v1/services';
const REST_API = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';

describe('KubernetesSource', () => {
  let timers: ManualTimers;
  let server: FakeApiServer;
  let connection: MemoryConnection;
  let stop: AbortController;
  let done: Promise<void>;
  /** Kinds that cannot be watched in a test. */
  let unwatched: Set<string>;

  const pass = () => timers.advance(50);
  const row = () => connection.rows.get(REST_API);
  const coverage = (resource: string) =>
    connection.coverage.get(`prod-eu/${resource}`);

  function start(cluster: Partial<Cluster> = {}) {
    startWith({ clusters: () => [cluster] });
  }

  function startWith(options: {
    clusters: () => Partial<Cluster>[];
    onChange?: ClusterSupplier['onChange'];
  }) {
    stop = new AbortController();
    const { clusters, onChange } = options;
    const source = KubernetesSource.create({
      supplier: {
        onChange,
        clusters: async () => ({
          watchable: clusters().map(cluster => ({
            name: 'prod-eu',
            transport: server.transport,
            ...cluster,
          })),
          unwatchable: [
            { name: 'gke', reason: 'gke needs the token of a user.' },
          ],
        }),
      },
      kinds: KindChoice.of({ profile: 'core' }),
      redactor: Redactor.create({}),
      logger: mockServices.logger.mock(),
      timers,
      random: () => 0.5,
    });
    done = source.start(connection, stop.signal);
  }

  async function end() {
    stop.abort();
    await done;
  }

  const watching = () =>
    until(
      () =>
        CORE.every(
          kind =>
            unwatched.has(kind.id) ||
            server.watchers(collectionPath(kind)) === 1,
        ),
      pass,
    );

  function deploy(
    draft: DeploymentDraft,
    revision?: number,
    former?: number[],
  ) {
    const { metadata, ...object } = deploymentObject({
      ...draft,
      uid: undefined,
    });
    const {
      resourceVersion: _,
      uid: __,
      creationTimestamp: ___,
      ...given
    } = metadata;
    const stored = server.put(DEPLOYMENTS, { ...object, metadata: given });
    if (revision !== undefined) {
      const set = replicaSetObject({
        ...draft,
        uid: stored.metadata.uid,
        revision,
        former,
      });
      server.put(REPLICA_SETS, { ...set, metadata: { ...set.metadata } });
    }
    return stored;
  }

  const configMap = (data: Record<string, string>, name = 'app-config') =>
    server.put(CONFIG_MAPS, { metadata: { name, namespace: 'shop' }, data });

  beforeEach(async () => {
    timers = new ManualTimers();
    unwatched = new Set();
    server = await FakeApiServer.start({ now: timers.now });
    connection = new MemoryConnection();
  });

  afterEach(async () => {
    await end();
    await server.stop();
  });

  it('takes what is there as it is: rows and remembered rollouts, no flood of events', async () => {
    deploy({}, 1);
    configMap({ LOG_LEVEL: 'info' });
    server.put(SERVICES, {
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { selector: { app: 'orders' } },
    });
    start();
    await watching();
    expect(connection.titles()).toEqual(['rest-api deployed v1']);
    expect(row()).toMatchObject({
      kind: 'Deployment',
      labels: { app: 'rest-api' },
      summary: {
        type: 'workload',
        desired: 3,
        ready: 3,
        images: { app: 'acme/rest-api:v1' },
        version: 'v1',
        rollout: { state: 'complete', revision: '1' },
      },
    });
    expect(
      connection.rows.get('kubernetes:prod-eu/shop/Service/orders')?.summary,
    ).toEqual({ type: 'service', selector: { app: 'orders' } });
    expect(coverage('deployments.apps')?.state).toBe('live');
    expect(connection.instances).toEqual(['prod-eu', 'gke']);
    expect(connection.coverage.get('gke')).toMatchObject({
      state: 'not-observed',
      reason: 'gke needs the token of a user.',
    });
  });

  it('tells a change once, and once only over a restart', async () => {
    deploy({}, 1);
    start();
    await watching();
    deploy({ replicas: 5, generation: 2 });
    await until(() => connection.titles().length === 2, pass);
    await end();

    deploy({ replicas: 7, generation: 3 });
    deploy({ replicas: 9, generation: 4 });
    timers.advance(60_000);
    start();
    await until(() => connection.titles().length === 4, pass);
    await end();
    start();
    await watching();
    expect(connection.titles()).toEqual([
      'rest-api deployed v1',
      'rest-api scaled 3 → 5',
      'rest-api scaled 5 → 7',
      'rest-api scaled 7 → 9',
    ]);
  });

  it('finds by comparing what it missed when the API server has forgotten', async () => {
    deploy({}, 1);
    configMap({ LOG_LEVEL: 'info' });
    configMap({ a: '1' }, 'old');
    start();
    await watching();
    await end();

    deploy({ image: 'acme/rest-api:v2', generation: 2, revision: 2 }, 2);
    configMap({ LOG_LEVEL: 'debug' });
    server.delete(CONFIG_MAPS, { namespace: 'shop', name: 'old' });
    configMap({ a: '1' }, 'new');
    timers.advance(60_000);
    server.compact();
    start();
    await until(() => connection.titles().length === 5, pass);
    await watching();
    expect(connection.titles().slice(1).sort()).toEqual([
      'ConfigMap app-config changed: LOG_LEVEL info → debug',
      'ConfigMap new created',
      'ConfigMap old deleted',
      'rest-api deployed v2',
    ]);
    const deleted = connection.observations.find(o => /old/.test(o.title));
    expect(deleted?.observedBetween).toBeDefined();
    const gone = connection.rows.get('kubernetes:prod-eu/shop/ConfigMap/old');
    expect(gone?.goneAt).toBeDefined();
  });

  it.each([
    ['the API server has forgotten', () => server.compact()],
    ['it goes on where it was', () => undefined],
  ])(
    'tells a deletion before the creation that followed it while nobody watched, when %s',
    async (_, forget) => {
      configMap({ a: '1' });
      start();
      await watching();
      await end();
      timers.advance(60_000);
      server.delete(CONFIG_MAPS, { namespace: 'shop', name: 'app-config' });
      timers.advance(60_000);
      configMap({ a: '2' });
      timers.advance(600_000);
      forget();
      start();
      await until(() => connection.titles().length === 2, pass);
      await watching();
      const startOf = (words: string) =>
        Date.parse(
          connection.observations.find(({ title }) => title.includes(words))!
            .start!,
        );
      expect(startOf('deleted')).toBeLessThan(startOf('created'));
    },
  );

  it('tells a deletion before the creation right after it, which is known to the second only', async () => {
    const told = (count: number) =>
      until(() => connection.titles().length === count, pass);
    configMap({ a: '1' });
    start();
    await watching();
    for (let version = 2; version < 5; version++) {
      timers.advance(5_130);
      server.delete(CONFIG_MAPS, { namespace: 'shop', name: 'app-config' });
      configMap({ a: String(version) });
      await told(2 * (version - 1));
    }
    const events = connection.observations.map(({ title, start: at }) => ({
      title,
      at: Date.parse(at!),
    }));
    expect(events.toSorted((a, b) => a.at - b.at)).toEqual(events);
    expect(events[0].title).toMatch(/deleted/);
  });

  it('says whose it was of what came and went in one moment', async () => {
    start();
    await watching();
    await end();
    server.put(CONFIG_MAPS, {
      metadata: { name: 'brief', namespace: 'shop', labels: { app: 'orders' } },
      data: { a: '1' },
    });
    server.delete(CONFIG_MAPS, { namespace: 'shop', name: 'brief' });
    start();
    await until(() => connection.titles().length === 2, pass);
    expect(
      connection.rows.get('kubernetes:prod-eu/shop/ConfigMap/brief'),
    ).toMatchObject({
      labels: { app: 'orders' },
      goneAt: expect.any(String),
    });
  });

  it('tells a change of a ConfigMap to the workloads that use it', async () => {
    const { spec, ...object } = deploymentObject({ uid: undefined }) as any;
    spec.template.spec.containers[0].envFrom = [
      { configMapRef: { name: 'app-config' } },
    ];
    spec.template.spec.containers[0].env = [
      { name: 'ORDERS_URL', value: 'http://orders.shop:80/' },
    ];
    server.put(DEPLOYMENTS, {
      ...object,
      spec,
      metadata: { ...object.metadata, resourceVersion: undefined, uid: 'd9' },
    });
    server.put(SERVICES, { metadata: { name: 'orders', namespace: 'shop' } });
    configMap({ LOG_LEVEL: 'info' });
    start();
    await watching();
    expect(row()?.summary).toMatchObject({
      uses: [
        'kubernetes:prod-eu/shop/Service/orders',
        'kubernetes:prod-eu/shop/ConfigMap/app-config',
      ],
    });
    configMap({ LOG_LEVEL: 'debug' });
    await until(
      () => connection.observations.some(o => o.kind === 'config'),
      pass,
    );
    expect(connection.observations.at(-1)?.subjects).toEqual([
      'kubernetes:prod-eu/shop/ConfigMap/app-config',
      REST_API,
    ]);
  });

  it.each<[Kind, object, object, string, string]>([
    [
      INGRESS,
      {
        spec: {
          rules: [
            {
              host: 'old.acme.example',
              http: { paths: [{ backend: { service: { name: 'rest-api' } } }] },
            },
          ],
        },
      },
      {
        spec: {
          rules: [
            {
              host: 'new.acme.example',
              http: { paths: [{ backend: { service: { name: 'rest-api' } } }] },
            },
          ],
        },
      },
      'network',
      'Ingress x changed: host old.acme.example → new.acme.example',
    ],
    [
      NETWORK_POLICY,
      { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
      {
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
        },
      },
      'network',
      'NetworkPolicy x changed: policyTypes',
    ],
    [
      POD_DISRUPTION_BUDGET,
      {
        spec: {
          minAvailable: 1,
          selector: { matchLabels: { app: 'rest-api' } },
        },
        status: { disruptionsAllowed: 1 },
      },
      {
        spec: {
          minAvailable: 3,
          selector: { matchLabels: { app: 'rest-api' } },
        },
      },
      'config',
      'PodDisruptionBudget x changed: minAvailable 1 → 3',
    ],
    [
      PERSISTENT_VOLUME_CLAIM,
      { spec: { resources: { requests: { storage: '1Gi' } } } },
      {
        spec: {
          volumeName: 'pvc-1',
          resources: { requests: { storage: '2Gi' } },
        },
      },
      'storage',
      'PersistentVolumeClaim x changed: storage 1Gi → 2Gi',
    ],
    [
      RESOURCE_QUOTA,
      { spec: { hard: { pods: '10' } } },
      { spec: { hard: { pods: '5' } }, status: { used: { pods: '3' } } },
      'config',
      'ResourceQuota x changed: pods 10 → 5',
    ],
  ])(
    'tells a change of $id to the workloads that it matters to, but not its creation before',
    async (type, before, after, kind, title) => {
      const { spec, metadata, ...object } = deploymentObject({}) as any;
      spec.template.spec.volumes = [
        { name: 'data', persistentVolumeClaim: { claimName: 'x' } },
      ];
      for (const name of ['rest-api', 'other']) {
        server.put(DEPLOYMENTS, {
          ...object,
          spec:
            name === 'rest-api'
              ? spec
              : deploymentObject({ name: 'other' }).spec,
          metadata: {
            name,
            namespace: name === 'other' ? 'elsewhere' : 'shop',
          },
        });
      }
      server.put(SERVICES, {
        metadata: { name: 'rest-api', namespace: 'shop' },
        spec: { selector: { app: 'rest-api' } },
      });
      const metadataOfX = { name: 'x', namespace: 'shop' };
      const path = collectionPath(type);
      server.put(path, { ...before, metadata: metadataOfX });
      start();
      await watching();
      expect(connection.titles()).toEqual([]);
      server.put(path, { ...before, metadata: metadataOfX, status: { a: 1 } });
      server.put(path, { ...after, metadata: metadataOfX });
      await until(() => connection.titles().length === 1, pass);
      const [told] = connection.observations;
      expect(told.title).toContain(title);
      expect(told.kind).toBe(kind);
      expect(told.subjects.slice(1)).toEqual([REST_API]);
      server.delete(path, metadataOfX);
      await until(() => connection.titles().length === 2, pass);
      expect(connection.titles()[1]).toMatch(/ x deleted$/);
    },
  );

  it('tells that a CronJob was suspended and resumed', async () => {
    const put = (suspend: boolean) =>
      server.put(collectionPath(CRON_JOB), {
        metadata: { name: 'report', namespace: 'shop' },
        spec: { schedule: '0 3 * * *', suspend },
      });
    put(false);
    start();
    await watching();
    put(true);
    put(false);
    await until(() => connection.titles().length === 2, pass);
    expect(connection.titles()).toEqual([
      'CronJob report suspended',
      'CronJob report resumed',
    ]);
    expect(connection.observations[0].kind).toBe('job');
  });

  it('stores no secret, nor anything from which one could be guessed', async () => {
    deploy({ env: { DB_PASSWORD: 'hunter2' } }, 1);
    configMap({
      'api-token': 'hunter2',
      'app.properties': 'db.password=hunter2',
    });
    start();
    await watching();
    deploy({ env: { DB_PASSWORD: 'hunter3' }, generation: 2 });
    await until(() => connection.titles().length === 2, pass);
    expect(connection.titles()[1]).toBe('rest-api changed a hidden value');
    expect(connection.dump()).not.toMatch(/hunter|igest/);
  });

  it('says of a text too long to be kept that it changed beyond what is', async () => {
    const long = 'x'.repeat(70_000);
    configMap({ 'app.conf': `${long}1` });
    start();
    await watching();
    configMap({ 'app.conf': `${long}2` });
    await until(() => connection.titles().length === 1, pass);
    expect(connection.titles()[0]).toBe(
      'ConfigMap app-config changed: text beyond the part that is kept',
    );
  });

  const IN_SHOP = '/api/v1/namespaces/shop/configmaps';
  const inShop = (data: Record<string, string>) =>
    server.put(IN_SHOP, {
      metadata: { name: 'app-config', namespace: 'shop' },
      data,
    });
  const watchingShop = () => until(() => server.watchers(IN_SHOP) === 1, pass);

  it('asks nothing of the whole cluster where the credentials are bound to namespaces', async () => {
    inShop({ LOG_LEVEL: 'info' });
    start({ namespaces: ['shop', 'pay'] });
    await watchingShop();
    inShop({ LOG_LEVEL: 'debug' });
    await until(() => connection.titles().length === 1, pass);
    await end();
    inShop({ LOG_LEVEL: 'warn' });
    start({ namespaces: ['shop', 'pay'] });
    await until(() => connection.titles().length === 2, pass);
    expect(connection.titles()).toEqual([
      'ConfigMap app-config changed: LOG_LEVEL info → debug',
      'ConfigMap app-config changed: LOG_LEVEL debug → warn',
    ]);
    const asked = new Set(server.requests.map(({ pathname }) => pathname));
    asked.delete('/version');
    expect(
      [...asked].filter(path => !/\/namespaces\/(shop|pay)\//.test(path)),
    ).toEqual([]);
    expect(coverage('shop/configmaps')?.state).toBe('live');
    expect(coverage('configmaps')).toBeUndefined();
    await until(() => coverage('nodes') !== undefined, pass);
    expect(coverage('nodes')).toMatchObject({
      state: 'not-observed',
      reason: expect.stringContaining('single namespaces of prod-eu'),
    });
  });

  it('forgets what lies in a namespace that is not read any more', async () => {
    inShop({ LOG_LEVEL: 'info' });
    start({ namespaces: ['shop', 'pay'] });
    await watchingShop();
    await end();
    start({ namespaces: ['pay'] });
    const gone = () =>
      connection.rows.get('kubernetes:prod-eu/shop/ConfigMap/app-config')
        ?.goneAt;
    await until(() => gone() !== undefined, pass);
    expect(coverage('shop/configmaps')).toBeUndefined();
    expect(connection.titles()).toEqual([]);
  });

  it('reads the namespaces that entities name where it may not read the whole cluster, and the whole when it may', async () => {
    inShop({ LOG_LEVEL: 'info' });
    server.breakWithStatus(CONFIG_MAPS, 403);
    start();
    await until(() => coverage('configmaps')?.state === 'forbidden', pass);
    connection.claimed = [
      { namespace: 'shop', cluster: 'prod-eu' },
      { namespace: 'elsewhere', cluster: 'prod-us' },
      { subject: 'kubernetes:prod-eu/pay/Deployment.apps/pay' },
    ];
    await watchingShop();
    expect(coverage('configmaps')).toBeUndefined();
    expect(coverage('shop/configmaps')?.state).toBe('live');
    expect(coverage('pay/configmaps')?.state).toBe('live');
    expect(coverage('elsewhere/configmaps')).toBeUndefined();
    inShop({ LOG_LEVEL: 'debug' });
    await until(() => connection.titles().length === 1, pass);

    configMap({ LOG_LEVEL: 'debug' });
    server.repair(CONFIG_MAPS);
    const passFast = () => timers.advance(5_000);
    await until(() => server.watchers(CONFIG_MAPS) === 1, passFast);
    await until(() => server.watchers(IN_SHOP) === 0, pass);
    expect(coverage('configmaps')?.state).toBe('live');
    expect(coverage('shop/configmaps')).toBeUndefined();
  });

  it('does not take a server that refuses everybody for a moment for a lack of rights', async () => {
    connection.claimed = [{ namespace: 'shop', cluster: 'prod-eu' }];
    configMap({ LOG_LEVEL: 'info' });
    start();
    await watching();
    server.breakWithStatus(CONFIG_MAPS, 403);
    server.cutConnections();
    await until(() => coverage('configmaps')?.state === 'forbidden', pass);
    configMap({ LOG_LEVEL: 'debug' });
    server.compact();
    server.repair(CONFIG_MAPS);
    await until(() => connection.titles().length === 1, pass);
    await watching();
    expect(connection.titles()).toEqual([
      'ConfigMap app-config changed: LOG_LEVEL info → debug',
    ]);
    expect(server.lists(IN_SHOP)).toBe(0);
  });

  it('tells what changed before it was left with the right to single namespaces', async () => {
    connection.claimed = [{ namespace: 'shop', cluster: 'prod-eu' }];
    const { metadata } = configMap({ LOG_LEVEL: 'info' });
    start();
    await watching();
    server.put(IN_SHOP, { metadata, data: { LOG_LEVEL: 'debug' } });
    server.breakWithStatus(CONFIG_MAPS, 403);
    server.cutConnections();
    const passFast = () => timers.advance(1_000);
    await until(() => server.watchers(IN_SHOP) === 1, passFast);
    await until(() => connection.titles().length === 1, pass);
    expect(connection.titles()).toEqual([
      'ConfigMap app-config changed: LOG_LEVEL info → debug',
    ]);
  });

  it('follows its configuration: clusters come, go, change and are renamed', async () => {
    let clusters: Partial<Cluster>[] = [{ revision: '1' }];
    let changed = () => {};
    startWith({
      clusters: () => clusters,
      onChange: listener => {
        changed = listener;
        return () => {};
      },
    });
    const change = (next: Partial<Cluster>[]) => {
      clusters = next;
      changed();
    };
    configMap({ a: '1' });
    await watching();
    expect(connection.titles()).toEqual([]);

    change([]);
    await until(() => server.watchers(CONFIG_MAPS) === 0, pass);
    expect(connection.instances).toEqual(['gke']);
    configMap({ a: '2' });

    change([{ revision: '1' }]);
    await watching();
    await until(() => connection.titles().length === 1, pass);

    const lists = server.requests.length;
    change([{ revision: '2', environment: 'production' }]);
    await until(() => server.requests.length > lists, pass);
    await watching();

    change([{ name: 'eu-1', formerly: 'prod-eu', revision: '3' }]);
    await until(() => connection.instances.includes('eu-1'), pass);
    await watching();
    configMap({ a: '3' });
    await until(() => connection.titles().length === 2, pass);
    expect(connection.titles()).toEqual([
      'ConfigMap app-config changed: a 1 → 2',
      'ConfigMap app-config changed: a 2 → 3',
    ]);
    expect(connection.observations.at(-1)?.instance).toBe('eu-1');
  });

  it('goes on with the other kinds where one is forbidden, and says so', async () => {
    deploy({}, 1);
    unwatched = new Set([REPLICA_SET.id, HORIZONTAL_POD_AUTOSCALER.id]);
    server.breakWithStatus(REPLICA_SETS, 403);
    server.breakWithStatus('/apis/autoscaling', 404);
    start();
    await watching();
    expect(coverage('replicasets.apps')).toMatchObject({
      state: 'forbidden',
      reason: expect.stringContaining('Grant its account get, list and watch'),
    });
    expect(coverage('horizontalpodautoscalers.autoscaling')?.state).toBe(
      'not-observed',
    );
    expect(coverage('deployments.apps')?.state).toBe('live');
    deploy({ replicas: 5, generation: 2 });
    await until(() => connection.titles().length === 1, pass);
  });

  it('says of every kind why a cluster is not observed', async () => {
    server.breakWithStatus('/', 401);
    start();
    await until(() => connection.coverage.size === CORE.length + 1, pass);
    expect(coverage('deployments.apps')).toMatchObject({
      state: 'not-observed',
      reason: expect.stringMatching(/credentials.*Renew/),
    });
    expect(coverage('pods')?.state).toBe('not-observed');
    server.repair('/');
    deploy({}, 1);
    await until(
      () => row() !== undefined,
      () => timers.advance(5_000),
    );
    expect(coverage('deployments.apps')?.state).toBe('live');
  });

  it('says of a cluster that takes connections and never answers that it is being connected to', async () => {
    server.breakWith('/', () => undefined);
    start();
    const cluster = () => connection.coverage.get('prod-eu');
    await until(() => cluster() !== undefined, pass);
    expect(cluster()).toMatchObject({
      state: 'not-observed',
      reason: expect.stringContaining('has not answered yet'),
    });
    server.repair('/');
    server.cutConnections();
    await until(
      () => coverage('deployments.apps')?.state === 'live',
      () => timers.advance(1_000),
    );
    expect(cluster()).toBeUndefined();
  });

  it('loses nothing while the store is away', async () => {
    deploy({}, 1);
    start();
    await watching();
    connection.failure = new Error('the database is away');
    deploy({ replicas: 5, generation: 2 });
    deploy({ replicas: 7, generation: 3 });
    await until(
      () => connection.refused > 2,
      () => timers.advance(1_000),
    );
    connection.failure = undefined;
    await until(
      () => connection.titles().length === 3,
      () => timers.advance(1_000),
    );
    expect(connection.titles().slice(1)).toEqual([
      'rest-api scaled 3 → 5',
      'rest-api scaled 5 → 7',
    ]);
  });

  it('starts again from what is stored when it lost its lease', async () => {
    deploy({}, 1);
    start();
    await watching();
    connection.lost.abort();
    await until(() => server.watchers(DEPLOYMENTS) === 0, pass);
    deploy({ replicas: 5, generation: 2 });
    await until(() => connection.titles().length === 2, pass);
    expect(connection.titles()[1]).toBe('rest-api scaled 3 → 5');
  });

  it('says that most pods of the current template crash, and since when', async () => {
    const { metadata } = deploy({}, 1);
    start();
    await watching();
    const pod = (name: string, crashes: boolean) =>
      server.put(PODS, {
        metadata: {
          name,
          namespace: 'shop',
          ownerReferences: [
            {
              kind: 'ReplicaSet',
              name: 'x',
              uid: `${metadata.uid}-rs-1`,
              controller: true,
            },
          ],
        },
        status: {
          conditions: [{ type: 'Ready', status: crashes ? 'False' : 'True' }],
          containerStatuses: [
            crashes
              ? {
                  name: 'app',
                  restartCount: 4,
                  state: { waiting: { reason: 'CrashLoopBackOff' } },
                  lastState: {
                    terminated: {
                      exitCode: 1,
                      reason: 'Error',
                      finishedAt: '2026-11-19T01:59:30Z',
                    },
                  },
                }
              : { name: 'app', restartCount: 0, state: { running: {} } },
          ],
        },
      });
    pod('a', true);
    pod('b', false);
    pod('c', true);
    const issues = () => {
      const last = new Map<string, Observation>();
      for (const observation of connection.observations) {
        if (observation.type === 'health') {
          last.set(observation.key, observation);
        }
      }
      return [...last.values()];
    };
    await until(() => issues().length > 0, pass);
    expect(issues()).toEqual([
      expect.objectContaining({
        kind: 'crash-loop',
        title: 'rest-api: app crashes again and again: exit code 1',
        severity: 'critical',
        start: '2026-11-19T01:59:30.000Z',
        evidence: expect.arrayContaining([
          { label: 'Pods', text: '2 of 3: a, c' },
        ]),
      }),
    ]);
    pod('a', false);
    pod('c', false);
    await until(() => issues()[0].end !== undefined, pass);
  });

  it('ends a run of autoscaling when time has passed', async () => {
    server.put('/apis/autoscaling/v2/horizontalpodautoscalers', {
      metadata: { name: 'rest-api', namespace: 'shop' },
      spec: {
        minReplicas: 1,
        maxReplicas: 9,
        scaleTargetRef: { kind: 'Deployment', name: 'rest-api' },
      },
      status: { currentReplicas: 3, desiredReplicas: 3 },
    });
    deploy({}, 1);
    start();
    await watching();
    expect(row()?.summary).toMatchObject({
      autoscaler: { name: 'rest-api', min: 1, max: 9, current: 3, desired: 3 },
    });
    deploy({
      replicas: 6,
      generation: 2,
      managed: [
        managedField('kube-controller-manager', {
          fields: ['spec.replicas'],
          subresource: 'scale',
        }),
      ],
    });
    await until(
      () => connection.observations.some(o => o.kind === 'autoscale'),
      pass,
    );
    const ended = () =>
      connection.observations.find(o => o.kind === 'autoscale' && o.end);
    // At once, then slowly and with bookmarks: where minutes pass faster than requests are answered, each watch ends before it has caught up.
    timers.advance(11 * 60_000);
    await until(
      () => ended() !== undefined,
      () => {
        for (const kind of CORE) server.bookmark(collectionPath(kind));
        timers.advance(1_000);
      },
    );
    expect(ended()).toMatchObject({
      title: 'rest-api autoscaled 3 → 6',
      end: { status: 'succeeded' },
    });
  });

  it('takes over what it knew of a cluster under its former name', async () => {
    deploy({}, 1);
    configMap({ LOG_LEVEL: 'info' });
    start();
    await watching();
    await end();
    deploy({ replicas: 5, generation: 2 });
    start({ name: 'prod-europe', formerly: 'prod-eu' });
    await until(() => connection.titles().length === 2, pass);
    await watching();
    expect(connection.titles()[1]).toBe('rest-api scaled 3 → 5');
    expect(await connection.position('prod-eu')).toBeUndefined();
    expect(row()?.goneAt).toBeDefined();
    const renamed = connection.rows.get(
      'kubernetes:prod-europe/shop/Deployment.apps/rest-api',
    );
    expect(renamed?.goneAt).toBeUndefined();
    expect(renamed?.summary).toMatchObject({ desired: 5 });
    expect(
      connection.rows.has('kubernetes:prod-europe/shop/ConfigMap/app-config'),
    ).toBe(true);
  });
});
