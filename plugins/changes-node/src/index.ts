/**
 * What the author of a change source needs.
 *
 * @packageDocumentation
 */
export * from './audit';
export * from './extensionPoint';
export * from './redact';
export * from './source';
export * from './webhook';
