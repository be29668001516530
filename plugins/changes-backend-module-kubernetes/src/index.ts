/**
 * Watches Kubernetes clusters for the changes plugin.
 *
 * @packageDocumentation
 */
export { changesModuleKubernetes as default } from './module';
