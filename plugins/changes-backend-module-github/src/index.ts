/**
 * The GitHub module of the changes backend.
 *
 * @packageDocumentation
 */
export { changesModuleGithub as default } from './module';
