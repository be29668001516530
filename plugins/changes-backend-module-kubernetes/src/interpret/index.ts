export * from './autoscale';
export * from './workload';
export * from './revisions';
export * from './KnownWorkload';
export * from './plain';
export * from './rollout';
export * from './Sighting';
