export * from './Cluster';
export * from './ClusterClock';
export * from './ClusterDirectory';
export * from './configuredClusters';
export * from './portalClusters';
