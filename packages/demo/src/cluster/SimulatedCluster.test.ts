import {
  autoscaler,
  configMap,
  deployment,
  NAMESPACE,
} from './__testUtils__/deployments.ts';
import { TestWorld } from './__testUtils__/TestWorld.ts';
import { linesOf } from './contract/watchLines.ts';
import { listAt, numberAt } from './json.ts';

const ARGO = { manager: 'argocd-controller' };
const MINUTE_MS = 60_000;
const DEPLOYMENTS = '/apis/apps/v1/deployments';
const WATCHED = [
  '/apis/argoproj.io/v1alpha1/applications',
  '/apis/argoproj.io/v1alpha1/rollouts',
  '/apis/batch/v1/jobs',
  '/apis/policy/v1/poddisruptionbudgets',
  '/api/v1/events',
  '/api/v1/nodes',
  '/api/v1/configmaps',
  DEPLOYMENTS,
  '/apis/autoscaling/v2/horizontalpodautoscalers',
  '/api/v1/namespaces',
  '/api/v1/pods',
  '/apis/apps/v1/replicasets',
  '/api/v1/services',
];

describe('SimulatedCluster', () => {
  const worlds: TestWorld[] = [];
  const start = async (options?: Parameters<typeof TestWorld.start>[0]) => {
    const world = await TestWorld.start(options);
    worlds.push(world);
    return world;
  };
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });
  const readyOf = ({ cluster }: TestWorld, name = 'web') =>
    numberAt(
      cluster.get('Deployment', NAMESPACE, name),
      'status',
      'readyReplicas',
    );

  it('lives through a day in no time, and tells the same story each time', async () => {
    const tell = async () => {
      const world = await start();
      world.cluster.apply(deployment('web', { replicas: 5 }), ARGO);
      await world.pass(MINUTE_MS);
      world.cluster.apply(
        deployment('web', { replicas: 5, image: 'web:v2', behavior: 'crash' }),
        ARGO,
      );
      await world.pass(24 * 60 * MINUTE_MS);
      world.cluster.apply(
        deployment('web', { replicas: 5, image: 'web:v3' }),
        ARGO,
      );
      await world.pass(MINUTE_MS);
      expect(readyOf(world)).toBe(5);
      const { objects, revision } = world.cluster.save();
      return { objects, revision };
    };
    expect(await tell()).toEqual(await tell());
  });

  it('follows what pods use, up at once and down after a while', async () => {
    const world = await start();
    const { cluster } = world;
    cluster.apply(deployment('web'), ARGO);
    cluster.apply(autoscaler('web', 2, 6), ARGO);
    cluster.setUsage(NAMESPACE, 'web', { total: 900 });
    await world.pass(2 * MINUTE_MS);
    expect(readyOf(world)).toBe(6);
    const { revision } = cluster;
    await world.pass(60 * MINUTE_MS);
    expect(cluster.revision).toBe(revision);
    cluster.setUsage(NAMESPACE, 'web', { total: 90 });
    await world.pass(2 * MINUTE_MS);
    expect(readyOf(world)).toBe(6);
    await world.pass(5 * MINUTE_MS);
    expect(readyOf(world)).toBe(2);
  });

  it('removes what a Deployment or a namespace held', async () => {
    const world = await start();
    const { cluster } = world;
    cluster.apply(deployment('web', { replicas: 2 }), ARGO);
    cluster.apply(deployment('worker', { replicas: 2 }), ARGO);
    cluster.apply(configMap('web', {}), ARGO);
    await world.pass(MINUTE_MS);
    cluster.remove('Deployment', NAMESPACE, 'web', ARGO);
    cluster.remove('Deployment', NAMESPACE, 'none', ARGO);
    await world.pass(MINUTE_MS);
    expect(cluster.list('Pod', NAMESPACE)).toHaveLength(2);
    cluster.remove('Namespace', undefined, NAMESPACE, ARGO);
    await world.pass(MINUTE_MS);
    for (const kind of ['Deployment', 'ReplicaSet', 'Pod', 'ConfigMap']) {
      expect(cluster.list(kind)).toEqual([]);
    }
  });

  it('keeps few pods that ended, and no Job longer than wanted', async () => {
    const world = await start();
    for (let count = 0; count < 40; count++) {
      world.cluster.apply(
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: `job-${count}`, namespace: NAMESPACE },
          spec: {
            ...(count % 2 ? { ttlSecondsAfterFinished: 60 } : {}),
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'app', image: 'job:v1' }],
              },
            },
          },
        },
        ARGO,
      );
      await world.pass(MINUTE_MS);
    }
    await world.pass(MINUTE_MS);
    expect(world.cluster.list('Pod').length).toBeLessThanOrEqual(20);
    expect(world.cluster.list('Job')).toHaveLength(20);
  });

  it('goes on where it was saved, on the same port', async () => {
    const world = await start();
    world.cluster.apply(deployment('web', { replicas: 3 }), ARGO);
    world.cluster.setUsage(NAMESPACE, 'web', { perPod: 10 });
    // In the middle of a rollout.
    await world.pass(1_000);
    const saved = JSON.parse(JSON.stringify(world.cluster.save()));
    const { url, revision } = world.cluster;
    const now = world.clock.now();
    await world.close();
    worlds.splice(0);

    const next = await start({ saved, start: now });
    expect(next.cluster.url).toBe(url);
    expect(next.cluster.revision).toBe(revision);
    await next.pass(MINUTE_MS);
    expect(readyOf(next)).toBe(3);
    await expect(start({ saved: { ...saved, format: 9 } })).rejects.toThrow(
      'format',
    );
  });

  it('falls silent, and answers again on the same port', async () => {
    const world = await start();
    const { cluster } = world;
    const watch = await world.fetch(`${DEPLOYMENTS}?watch=1`);
    const end = watch.text().then(
      () => 'clean',
      () => 'cut',
    );
    await cluster.silence();
    expect(await end).toBe('cut');
    await expect(world.fetch(DEPLOYMENTS)).rejects.toThrow();
    expect(cluster.isSilent).toBe(true);
    cluster.apply(deployment('web', { replicas: 1 }), ARGO);
    await cluster.answer();
    const { items } = await (await world.fetch(DEPLOYMENTS)).json();
    expect(items).toHaveLength(1);
  });

  it('says when all is watched, ends watches cleanly, and forgets', async () => {
    const world = await start();
    const { cluster } = world;
    cluster.apply(deployment('web'), ARGO);
    const { revision } = cluster;
    const watched = cluster.watched(AbortSignal.timeout(5_000));
    const query = `watch=1&resourceVersion=${revision}&allowWatchBookmarks=true`;
    const watches = await Promise.all(
      WATCHED.map(path => world.fetch(`${path}?${query}`)),
    );
    await watched;
    cluster.endWatches();
    for (const watch of watches) {
      const types: string[] = [];
      for await (const { type } of linesOf(watch)) types.push(type);
      expect(types).toEqual(['BOOKMARK']);
    }
    await expect(cluster.watched(AbortSignal.timeout(50))).rejects.toThrow();

    cluster.apply(deployment('web', { image: 'web:v2' }), ARGO);
    cluster.forget();
    const late = await world.fetch(`${DEPLOYMENTS}?${query}`);
    expect(await late.text()).toContain('"code":410');
  });

  it('has its answers dated by the clock of the world', async () => {
    const world = await start();
    const { headers } = await world.fetch('/version');
    expect(Date.parse(headers.get('date')!)).toBe(world.clock.now());
  });

  it.each([
    ['limit=-1', 'limit'],
    ['watch=1&timeoutSeconds=9999999', 'timeoutSeconds'],
    ['watch=1&resourceVersion=soon', 'resourceVersion'],
    ['labelSelector=a%20is%20b', 'selector'],
  ])('refuses to answer ?%s, and says why', async (query, field) => {
    const world = await start();
    const response = await world.fetch(`${DEPLOYMENTS}?${query}`);
    expect(response.status).toBe(400);
    expect((await response.json()).message).toContain(field);
  });

  it('outlives that a namespace goes in the middle of a rollout', async () => {
    const world = await start();
    world.cluster.apply(deployment('web', { replicas: 3 }), ARGO);
    await world.pass(15);
    world.cluster.remove('Namespace', undefined, NAMESPACE, ARGO);
    await world.pass(MINUTE_MS);
    expect(world.cluster.list('Pod')).toEqual([]);
  });

  it('describes just enough of itself for kubectl to trust its validation', async () => {
    const world = await start();
    const index = await (await world.fetch('/openapi/v3')).json();
    const { serverRelativeURL } = index.paths['apis/apps/v1'];
    const { paths } = await (await world.fetch(serverRelativeURL)).json();
    const { patch } =
      paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(patch.parameters[0].name).toBe('fieldValidation');
  });

  it('lets nobody write who may only read', async () => {
    const world = await start();
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deployment('web')),
    };
    const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
    const refused = await world.fetch(path, init);
    expect(refused.status).toBe(403);
    expect((await refused.json()).message).toContain('cannot create resource');
    expect((await fetch(`${world.cluster.url}${path}`)).status).toBe(401);

    const malformed = await fetch(`${world.cluster.url}/token/%/api`);
    expect(malformed.status).toBe(401);

    const [{ cluster: admin }] = listAt(
      world.cluster.adminKubeconfig(),
      'clusters',
    );
    const { server } = admin as { server: string };
    expect((await fetch(`${server}${path}`, init)).status).toBe(201);
  });
});
