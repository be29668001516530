export * from './ClusterWatch';
export { clusterScope } from './coverage';
