/**
 * The zod schemas of events, observations, requests and answers. Their types are exported by the package's root.
 *
 * @packageDocumentation
 */
export * from './attribution';
export * from './event';
export * from './subject';
export * from './requests';
export * from './answers';
