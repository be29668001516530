import type { Config } from '@backstage/config';
import type { Cluster, ClusterSet, ClusterSupplier } from './Cluster';
import { KubeconfigTransport } from './KubeconfigTransport';

/**
 * The clusters of `changes.kubernetes.clusters`, or undefined where the key is absent.
 * @throws Error naming the field that does not fit.
 */
export function configuredClusters(
  config: Config,
): ClusterSupplier | undefined {
  const entries = config.getOptionalConfigArray('changes.kubernetes.clusters');
  if (!entries) return undefined;
  const set = refuseTwins(entries.map(readCluster));
  return { clusters: async () => set };
}

function readCluster(entry: Config): Cluster {
  const inCluster = entry.getOptionalBoolean('inCluster');
  const kubeconfig = entry.getOptionalString('kubeconfig');
  if (inCluster && kubeconfig !== undefined) {
    throw new Error(
      `changes.kubernetes.clusters: '${entry.getString(
        'name',
      )}' has both kubeconfig and inCluster; keep one`,
    );
  }
  const transport = KubeconfigTransport.create({
    kubeconfig,
    context: entry.getOptionalString('context'),
    inCluster,
  });
  return {
    name: entry.getString('name'),
    formerly: entry.getOptionalString('formerly'),
    environment: entry.getOptionalString('environment'),
    server: () => transport.server(),
    transport,
  };
}

/** Of several clusters with one name only the first is watched: events of two could not be told apart. */
export function refuseTwins(clusters: Cluster[]): ClusterSet {
  const set: ClusterSet = { watchable: [], unwatchable: [] };
  for (const cluster of clusters) {
    const twins = clusters.filter(other => other.name === cluster.name);
    const place = twins.indexOf(cluster) + 1;
    if (place === 1) {
      set.watchable.push(cluster);
    } else {
      set.unwatchable.push({
        name: `${cluster.name}#${place}`,
        reason: `Another cluster is called '${cluster.name}' too; only the first of them is watched. Give each its own name.`,
      });
    }
  }
  return set;
}
