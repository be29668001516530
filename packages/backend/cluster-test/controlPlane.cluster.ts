import { after, before, describe } from 'node:test';
import {
  USAGE_CONFIG_MAP,
  configMap,
} from 'app/e2e/world/cluster/manifests.ts';
import {
  describeControlPlane,
  describeSimulated,
} from 'demo/src/cluster/contract/index.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';

// What the demo's clusters imitate must be so on a real one.
describe('the contract of the demo', () => {
  let cluster: TestCluster;
  let admin: { url: string; close(): void };
  let reader: { url: string; close(): void } | undefined;

  before(async () => {
    cluster = await TestCluster.open();
    admin = await cluster.kubectl.proxy();
    reader = await cluster.reader()?.proxy();
  });
  after(async () => {
    admin.close();
    reader?.close();
    await cluster.close();
  });

  describeControlPlane('the cluster', async () => ({
    url: admin.url,
    reader,
    namespace: cluster.namespace,
    images: IMAGES,
    // Only in a kubebox do all pods of Jobs end.
    completing: reader && {},
    use: cluster.noUsage()
      ? undefined
      : async (deployment, percent) => {
          // Of a request of 100m, a percent is 1m.
          const usage = { [`${deployment}-`]: `${percent}m` };
          await cluster.kubectl.apply([
            configMap(cluster.namespace, USAGE_CONFIG_MAP, usage),
          ]);
        },
  }));

  describeSimulated();
});
