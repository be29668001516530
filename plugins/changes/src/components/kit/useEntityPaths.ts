import { useMemo } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';

export interface EntityPaths {
  entity(entityRef: string): string;
  /** The Changes tab, with an event open if one is given. */
  changes(entityRef: string, eventId?: string): string;
  health(entityRef: string): string;
}

/** Addresses of entity pages and of our tabs on them. */
export function useEntityPaths(): EntityPaths {
  const entityRoute = useRouteRef(entityRouteRef);
  return useMemo(() => {
    const entity = (entityRef: string) => {
      const { kind, namespace, name } = parseEntityRef(entityRef);
      return entityRoute({
        kind: kind.toLocaleLowerCase('en-US'),
        namespace,
        name,
      });
    };
    return {
      entity,
      changes: (entityRef, eventId) =>
        `${entity(entityRef)}/changes${
          eventId ? `?event=${encodeURIComponent(eventId)}` : ''
        }`,
      health: entityRef => `${entity(entityRef)}/health`,
    };
  }, [entityRoute]);
}

/** The short name of an entity: `team-data` for `group:default/team-data`. */
export function entityName(entityRef: string): string {
  return parseEntityRef(entityRef, {
    defaultKind: 'component',
    defaultNamespace: 'default',
  }).name;
}
