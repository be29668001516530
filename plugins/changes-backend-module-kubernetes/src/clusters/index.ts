export * from './Cluster';
export * from './ClusterClock';
export * from './configuredClusters';
export * from './portalClusters';
