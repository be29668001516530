import { at, objectAt, textAt } from './json.ts';
import { TestWorld } from './__testUtils__/TestWorld.ts';
import { NAMESPACE, deployment } from './__testUtils__/deployments.ts';

const KUBECTL = { manager: 'kubectl' };
const MINUTE_MS = 60_000;

describe('a node', () => {
  it('gets no pods while it is cordoned, and those that are evicted come back elsewhere', async () => {
    const world = await TestWorld.start();
    const { cluster } = world;
    cluster.apply(deployment('web', { replicas: 6 }), KUBECTL);
    await world.pass(MINUTE_MS);
    const on = (node: string) =>
      cluster
        .list('Pod', NAMESPACE)
        .filter(pod => textAt(pod, 'spec', 'nodeName') === node);
    expect(on('node-1')).toHaveLength(2);
    const cordon = (unschedulable: boolean) =>
      cluster.update(
        'Node',
        undefined,
        'node-1',
        node => ({
          ...node,
          spec: { ...objectAt(node, 'spec'), unschedulable },
        }),
        KUBECTL,
      );
    cordon(true);
    const [first] = on('node-1');
    for (const { metadata } of on('node-1')) {
      cluster.evict(NAMESPACE, metadata.name, KUBECTL);
    }
    const evicted = cluster.get('Pod', NAMESPACE, first.metadata.name)!;
    expect(JSON.stringify(at(evicted, 'status', 'conditions'))).toContain(
      'EvictionByEvictionAPI',
    );
    await world.pass(MINUTE_MS);
    expect(on('node-1')).toEqual([]);
    expect(cluster.list('Pod', NAMESPACE)).toHaveLength(6);
    cordon(false);
    cluster.scale(NAMESPACE, 'web', 9, KUBECTL);
    await world.pass(MINUTE_MS);
    expect(on('node-1')).toHaveLength(1);
    await world.close();
  });
});
