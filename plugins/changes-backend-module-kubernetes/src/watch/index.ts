export * from './ClusterWatch';
export { clusterScope } from './coverageWords';
