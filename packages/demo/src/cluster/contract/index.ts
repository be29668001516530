export { describeApiServer } from './apiServerContract.ts';
export { describeControlPlane } from './controlPlaneContract.ts';
export { describeSimulated } from './describeSimulated.ts';
export type { ApiServerUnderTest } from './apiServerContract.ts';
export type { ControlPlaneUnderTest } from './ControlPlane.ts';
