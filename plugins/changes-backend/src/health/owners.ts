import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_MEMBER_OF,
  RELATION_PARENT_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Groups within groups within groups. */
const DEPTH_MAX = 5;
const GROUPS_MAX = 200;

/**
 * By whose ownership a Group or a User has what belongs to them: a Group and the groups within it; a User and the groups they are a member
 * of.
 * @returns undefined when the catalog does not give the owner to the reader
 * @internal
 */
export async function ownersOf(
  catalog: CatalogService,
  ref: string,
  credentials: BackstageCredentials,
): Promise<Set<string> | undefined> {
  const owner = await catalog.getEntityByRef(ref, { credentials });
  if (!owner) return undefined;
  const owners = new Set([lower(stringifyEntityRef(owner))]);
  if (owner.kind === 'User') {
    for (const group of targetsOf(owner, RELATION_MEMBER_OF)) owners.add(group);
    return owners;
  }
  let level = targetsOf(owner, RELATION_PARENT_OF);
  for (let depth = 1; depth <= DEPTH_MAX && level.length > 0; depth++) {
    const fresh = level
      .filter(group => !owners.has(group))
      .slice(0, Math.max(GROUPS_MAX - owners.size, 0));
    for (const group of fresh) owners.add(group);
    if (fresh.length === 0) break;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: fresh, fields: ['kind', 'metadata', 'relations'] },
      { credentials },
    );
    level = items.flatMap(group =>
      group ? targetsOf(group, RELATION_PARENT_OF) : [],
    );
  }
  return owners;
}

function targetsOf(entity: Entity, type: string): string[] {
  return (entity.relations ?? []).flatMap(relation =>
    relation.type === type ? [lower(relation.targetRef)] : [],
  );
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
