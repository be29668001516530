/**
 * Ripple's frontend for portals on the old frontend system; portals on the new one load `./alpha`.
 *
 * @packageDocumentation
 */
export { changesApiRef } from './api/changesApiRef';
export { isChangesAvailable } from './availability';
export {
  ChangesExplorerPage,
  EntityChangesCard,
  EntityChangesContent,
  EntityHealthContent,
  changesPlugin,
} from './plugin';
