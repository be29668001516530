import type { WorldClock } from '../clock/index.ts';
import type { SimulatedCluster } from '../cluster/index.ts';
import { MINUTE_MS } from './time.ts';

const EVERY_MS = 5 * MINUTE_MS;
const NAMESPACE = 'kube-system';
const NAME = 'cluster-autoscaler-status';
const WRITER = { manager: 'cluster-autoscaler' };

/**
 * What programs of a cluster note for themselves, all the time: the cluster autoscaler writes that it is well. It is no news, yet whoever
 * watches hears from it what time it is in the cluster.
 */
export function heartbeat(
  clock: Pick<WorldClock, 'now' | 'every'>,
  clusters: Iterable<Pick<SimulatedCluster, 'apply' | 'update' | 'get'>>,
): void {
  const all = [...clusters];
  const beat = () => all.forEach(cluster => note(cluster, clock.now()));
  beat();
  clock.every(EVERY_MS, beat);
}

function note(
  cluster: Pick<SimulatedCluster, 'apply' | 'update' | 'get'>,
  now: number,
): void {
  const data = { status: `Healthy at ${new Date(now).toISOString()}` };
  if (cluster.get('ConfigMap', NAMESPACE, NAME)) {
    cluster.update(
      'ConfigMap',
      NAMESPACE,
      NAME,
      object => ({ ...object, data }),
      WRITER,
    );
    return;
  }
  cluster.apply(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    },
    WRITER,
  );
  cluster.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAME, namespace: NAMESPACE },
      data,
    },
    WRITER,
  );
}
