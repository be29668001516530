import type { Entity } from '@backstage/catalog-model';

/** Kinds of entities that something can happen to. In lower case. */
export const ENTITY_KINDS = ['component', 'resource', 'api', 'system'];

/**
 * Whether an entity's page should have the Changes and Health tabs.
 * @public
 */
export function isChangesAvailable(entity: Entity): boolean {
  return ENTITY_KINDS.includes(entity.kind.toLocaleLowerCase('en-US'));
}
