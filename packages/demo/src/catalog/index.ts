export { bindingLabels, entitiesOf, podLabels } from './entitiesOf.ts';
export type { CatalogEntity } from './entitiesOf.ts';
export { writeCatalog } from './writeCatalog.ts';
