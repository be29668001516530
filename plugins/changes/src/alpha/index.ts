/**
 * Ripple's frontend for portals on the new frontend system.
 *
 * @packageDocumentation
 */
export { changesTranslationRef } from '../translation';
export { changesPlugin as default } from './plugin';
