export * from './autoscale';
export * from './deployment';
export * from './history';
export * from './KnownDeployment';
export * from './plain';
export * from './plainKinds';
export * from './rollout';
export * from './Sighting';
