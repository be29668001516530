export * from './clock/index.ts';
export * from './cluster/index.ts';
