import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * How one entity leans on another. `hasPart` is a System's: it is followed from the System only, for a System is not hurt by name.
 * @internal
 */
export type Relation =
  | 'dependsOn'
  | 'consumesApi'
  | 'apiProvidedBy'
  | 'subcomponentOf'
  | 'hasSubcomponent'
  | 'hasPart';

/** `src` needs `dst`. @internal */
export interface Edge {
  src: string;
  dst: string;
  relation: Relation;
}

/** What the catalog says of one entity, as far as edges go. @internal */
export interface EntityRelations {
  ref: string;
  relations: { type: string; target: string }[];
}

/** @internal */
export function relationsOf(entity: Entity): EntityRelations {
  return {
    ref: lower(stringifyEntityRef(entity)),
    relations: (entity.relations ?? []).map(({ type, targetRef }) => ({
      type,
      target: lower(targetRef),
    })),
  };
}

/**
 * The edges of the whole catalog. An API is stepped over: who consumes it leans on who provides it.
 * @param isCluster - resources that are Kubernetes clusters, where the portal finds clusters by relation: no upstream services.
 * @internal
 */
export function edgesOf(
  entities: EntityRelations[],
  isCluster: (ref: string) => boolean,
): Edge[] {
  const providers = new Map<string, string[]>();
  for (const { ref, relations } of entities) {
    for (const { type, target } of relations) {
      if (type === 'apiProvidedBy') push(providers, ref, target);
      if (type === 'providesApi') push(providers, target, ref);
    }
  }
  const edges = new Map<string, Edge>();
  const add = (src: string, dst: string, relation: Relation) => {
    if (src !== dst)
      edges.set(`${src} ${dst} ${relation}`, { src, dst, relation });
  };
  for (const [api, refs] of providers) {
    for (const ref of refs) add(api, ref, 'apiProvidedBy');
  }
  for (const { ref, relations } of entities) {
    for (const { type, target } of relations) {
      if (type === 'dependsOn' && !isCluster(target))
        add(ref, target, 'dependsOn');
      if (type === 'consumesApi') {
        for (const provider of providers.get(target) ?? [])
          add(ref, provider, 'consumesApi');
      }
      if (type === 'partOf' && isComponent(ref) && isComponent(target)) {
        add(ref, target, 'subcomponentOf');
        add(target, ref, 'hasSubcomponent');
      }
      if (
        type === 'hasPart' &&
        ref.startsWith('system:') &&
        !target.startsWith('api:')
      ) {
        add(ref, target, 'hasPart');
      }
    }
  }
  return [...edges.values()];
}

function isComponent(ref: string): boolean {
  return ref.startsWith('component:');
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
