export * from './ClusterWatch';
