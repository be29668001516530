import { objectAt, textAt } from '../../cluster/json.ts';
import type { Stage } from '../Stage.ts';
import { MINUTE_MS, span } from '../time.ts';
import { KUBECTL, KUBELET, inHandsOf } from '../writers.ts';

const CLUSTER = 'prod-eu';
const NODE = 'ip-10-3-44-2';
const NEXT_VERSION = 'v1.33.5';
const EVICTION_EVERY_MS = 6_000;
const UPGRADED_AFTER_MS = 9 * MINUTE_MS;
const UNSCHEDULABLE = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

/** A node is cordoned, drained, upgraded and taken back. */
export function maintenance(stage: Stage, onset: number): void {
  const { clock, clusters, world } = stage;
  const cluster = clusters.get(CLUSTER)!;
  const jonas = inHandsOf(world, 'jonas.weber', KUBECTL);
  const setSchedulable = (isSchedulable: boolean): void => {
    cluster.update(
      'Node',
      undefined,
      NODE,
      node => {
        const {
          taints: _,
          unschedulable: __,
          ...spec
        } = objectAt(node, 'spec');
        return {
          ...node,
          spec: isSchedulable
            ? spec
            : { ...spec, unschedulable: true, taints: [UNSCHEDULABLE] },
        };
      },
      jonas,
    );
  };
  const cordonedAt = onset + span('-9:20');
  clock.at(cordonedAt, () => {
    stage.moments.cordoned = clock.now();
    setSchedulable(false);
    cluster
      .list('Pod')
      .filter(pod => textAt(pod, 'spec', 'nodeName') === NODE)
      .forEach(({ metadata: { name, namespace = '' } }, index) =>
        clock.after((index + 1) * EVICTION_EVERY_MS, () =>
          cluster.evict(namespace, name, jonas),
        ),
      );
  });
  clock.at(cordonedAt + UPGRADED_AFTER_MS, () => {
    cluster.updateStatus(
      'Node',
      undefined,
      NODE,
      status => ({
        ...status,
        nodeInfo: {
          ...objectAt(status, 'nodeInfo'),
          kubeletVersion: NEXT_VERSION,
        },
      }),
      KUBELET,
    );
  });
  clock.at(cordonedAt + UPGRADED_AFTER_MS + MINUTE_MS, () =>
    setSchedulable(true),
  );
}
