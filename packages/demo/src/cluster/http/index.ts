export { ApiServer } from './ApiServer.ts';
export { ApiFailure } from './ApiFailure.ts';
export { kubeconfigOf } from './kubeconfig.ts';
export { scaleOf } from './scale.ts';
export type { ApiUser } from './access.ts';
export type { ResourceStore, StoreEvent } from './ResourceStore.ts';
export type { AnswerWrite, WriteRequest } from './writing.ts';
