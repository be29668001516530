export { ApiFailure } from '../http/ApiFailure.ts';
export { ObjectStore } from './ObjectStore.ts';
export { Registry } from './Registry.ts';
export type { ObjectName } from './Registry.ts';
export { rfc3339 } from './time.ts';
