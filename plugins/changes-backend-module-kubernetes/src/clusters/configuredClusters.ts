import type { Config } from '@backstage/config';
import type { Cluster, ClusterSet, ClusterSupplier } from './Cluster';
import { KubeconfigTransport } from './KubeconfigTransport';

const KEY = 'changes.kubernetes.clusters';
/** Each costs a watch for each kind. */
const NAMESPACES_MAX = 100;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The clusters of `changes.kubernetes.clusters`, or undefined where the key is absent. Where the portal notices that its configuration
 * changes, so do they.
 * @throws Error naming the field that does not fit.
 */
export function configuredClusters(
  config: Config,
): ClusterSupplier | undefined {
  if (!config.has(KEY)) return undefined;
  const read = () =>
    refuseTwins((config.getOptionalConfigArray(KEY) ?? []).map(readCluster));
  read();
  return {
    clusters: async () => read(),
    onChange(listener) {
      const subscription = config.subscribe?.(listener);
      return () => subscription?.unsubscribe();
    },
  };
}

function readCluster(entry: Config): Cluster {
  const name = entry.getString('name');
  const inCluster = entry.getOptionalBoolean('inCluster');
  const kubeconfig = entry.getOptionalString('kubeconfig');
  if (inCluster && kubeconfig !== undefined) {
    throw new Error(
      `${KEY}: '${name}' has both kubeconfig and inCluster; keep one`,
    );
  }
  const transport = KubeconfigTransport.create({
    kubeconfig,
    context: entry.getOptionalString('context'),
    inCluster,
  });
  return {
    name,
    formerly: entry.getOptionalString('formerly'),
    environment: entry.getOptionalString('environment'),
    namespaces: readNamespaces(entry, name),
    server: () => transport.server(),
    transport,
    revision: JSON.stringify(entry.get()),
  };
}

function readNamespaces(entry: Config, cluster: string): string[] | undefined {
  const namespaces = entry.getOptionalStringArray('namespaces');
  if (!namespaces) return undefined;
  const field = `${KEY}: namespaces of '${cluster}'`;
  if (namespaces.length === 0) {
    throw new Error(`${field}: name at least one, or leave the key out`);
  }
  if (namespaces.length > NAMESPACES_MAX) {
    throw new Error(`${field}: at most ${NAMESPACES_MAX} can be named`);
  }
  const wrong = namespaces.find(namespace => !DNS_LABEL.test(namespace));
  if (wrong !== undefined) {
    throw new Error(`${field}: '${wrong}' is no name of a namespace`);
  }
  return namespaces;
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
