export * from './uses';
export * from './workload';
export * from './schedule';
