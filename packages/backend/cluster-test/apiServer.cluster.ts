import { after, before, describe } from 'node:test';
import { deployment } from 'app/e2e/world/cluster/manifests.ts';
import { describeApiServer } from 'demo/src/cluster/contract/index.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';

// What the replay imitates must be so on a real one.
describe('the contract of the replay', () => {
  let cluster: TestCluster;
  let changes = 0;
  let proxy: { url: string; close(): void };

  before(async () => {
    cluster = await TestCluster.open();
    proxy = await cluster.kubectl.proxy();
    await cluster.kubectl.apply(
      ['a', 'b', 'c'].map(name =>
        deployment(cluster.namespace, { name, image: IMAGES.old, replicas: 1 }),
      ),
    );
    for (const name of ['a', 'b', 'c']) await cluster.rolledOut(name);
  });
  after(async () => {
    proxy.close();
    await cluster.close();
  });

  describeApiServer('the cluster', async () => ({
    url: proxy.url,
    namespace: cluster.namespace,
    change: async () => {
      await cluster.run(
        'annotate',
        'deployment/a',
        `ripple.test/changed=${changes++}`,
        '--overwrite',
      );
    },
    forget: cluster.noRestart()
      ? undefined
      : async () => {
          // The version is old only where others came after it.
          await cluster.run('create', 'configmap', 'later');
          await cluster.restartApiServer();
        },
  }));
});
