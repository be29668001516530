/**
 * What the author of a change source needs.
 *
 * @packageDocumentation
 */
export * from './extensionPoint';
export * from './redact';
export * from './source';
export * from './webhook';
