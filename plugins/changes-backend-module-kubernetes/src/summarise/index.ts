export * from './crashing';
export * from './shortage';
export * from './uses';
export * from './workload';
