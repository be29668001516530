export * from './uses';
export * from './workload';
