import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Portal } from 'app/e2e/world/Portal.ts';
import { deployment } from 'app/e2e/world/cluster/manifests.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

describe("a cluster of the portal's Kubernetes plugin", () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(catalog, cluster.namespace, { web: [] });
    portal = await Portal.start({
      clusters: [],
      catalog: [catalog],
      config: {
        kubernetes: {
          serviceLocatorMethod: { type: 'multiTenant' },
          clusterLocatorMethods: [
            { type: 'config', clusters: [await cluster.serviceAccount()] },
          ],
        },
        // The tests' portals leave the source out where they name no cluster.
        changes: { sources: { kubernetes: true } },
      },
    });
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('is watched with the credentials that the portal has for it', async () => {
    await cluster.kubectl.apply([
      deployment(cluster.namespace, {
        name: 'web',
        image: IMAGES.old,
        replicas: 3,
      }),
    ]);
    const web = Timeline.of(portal, 'component:default/web');
    const created = await web.find({
      kind: 'deployment',
      title: /^web created/,
      status: 'succeeded',
    });
    assert.equal(created.cluster, cluster.name);
    await cluster.run('scale', 'deployment/web', '--replicas=2');
    const scaled = await web.find({ kind: 'scale', title: /3 → 2/ });
    const { diff } = await web.detail(scaled.id);
    assert.deepEqual(
      diff?.map(({ path: field, before: was, after: now }) => [
        field,
        was,
        now,
      ]),
      [['spec.replicas', 3, 2]],
    );
  });
});
