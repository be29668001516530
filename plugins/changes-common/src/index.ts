/**
 * What Ripple's frontend, backend and sources share: the event model, subjects, permissions, annotations and the typed client.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './client';
export * from './coverage';
export * from './diff';
export * from './evidence';
export * from './kinds';
export * from './permissions';
export * from './subjects';
export type * from './types';
