export { SimulatedCluster } from './SimulatedCluster.ts';
export type { SimulatedClusterOptions, Writer } from './SimulatedCluster.ts';
export type { Usage } from './controllers/index.ts';
export type { KubernetesObject, Manifest } from './KubernetesObject.ts';
