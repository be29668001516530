export * from './autoscale';
export * from './deployment';
export * from './history';
export * from './KnownDeployment';
export * from './plain';
export * from './rollout';
export * from './Sighting';
