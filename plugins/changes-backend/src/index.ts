/**
 * The changes backend: collects, keeps and ranks what changed around each catalog entity.
 *
 * @packageDocumentation
 */
export { changesFeatureLoader as default } from './featureLoader';
export { changesPlugin } from './plugin';
