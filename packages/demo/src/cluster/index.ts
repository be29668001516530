export { SimulatedCluster } from './SimulatedCluster.ts';
export type { SimulatedClusterOptions } from './SimulatedCluster.ts';
export type { ApiIdentity, EventList, Writer } from './audit/index.ts';
export type { Usage } from './controllers/index.ts';
export type { KubernetesObject, Manifest } from './KubernetesObject.ts';
