export { SimulatedCluster } from './SimulatedCluster.ts';
export type {
  SimulatedClusterOptions,
  Usage,
  Writer,
} from './SimulatedCluster.ts';
export type { KubernetesObject, Manifest } from './KubernetesObject.ts';
