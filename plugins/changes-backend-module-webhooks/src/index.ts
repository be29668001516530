/**
 * The webhooks module of the changes backend.
 *
 * @packageDocumentation
 */
export { changesModuleWebhooks as default } from './module';
