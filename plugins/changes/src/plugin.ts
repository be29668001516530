import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import type { JSX } from 'react';
import { ChangesClient } from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef } from './api/changesApiRef';
import {
  entityChangesRouteRef,
  entityHealthRouteRef,
  rootRouteRef,
} from './routes';

/**
 * Ripple for portals on the old frontend system.
 * @public
 */
export const changesPlugin = createPlugin({
  id: 'changes',
  apis: [
    createApiFactory({
      api: changesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ChangesClient(deps),
    }),
  ],
  routes: {
    root: rootRouteRef,
    entityChanges: entityChangesRouteRef,
    entityHealth: entityHealthRouteRef,
  },
});

/**
 * The Changes tab: what changed, here and upstream. Mounted at `/changes` of an entity page.
 * @public
 */
export const EntityChangesContent: () => JSX.Element = changesPlugin.provide(
  createRoutableExtension({
    name: 'EntityChangesContent',
    component: () =>
      import('./components/changes/ChangesTab').then(m => m.ChangesTab),
    mountPoint: entityChangesRouteRef,
  }),
);

/**
 * The Health tab: what is wrong now, since when, and how it is known. Mounted at `/health` of an entity page.
 * @public
 */
export const EntityHealthContent: () => JSX.Element = changesPlugin.provide(
  createRoutableExtension({
    name: 'EntityHealthContent',
    component: () =>
      import('./components/health/HealthTab').then(m => m.HealthTab),
    mountPoint: entityHealthRouteRef,
  }),
);

/**
 * A card for an entity's overview: its health, the likely cause and the last changes.
 * @public
 */
export const EntityChangesCard: () => JSX.Element = changesPlugin.provide(
  createComponentExtension({
    name: 'EntityChangesCard',
    component: {
      lazy: () =>
        import('./components/card/ChangesCard').then(m => m.ChangesCard),
    },
  }),
);

/**
 * The explorer: all services, the unhealthy first. Mounted at `/changes` of the portal.
 * @public
 */
export const ChangesExplorerPage: () => JSX.Element = changesPlugin.provide(
  createRoutableExtension({
    name: 'ChangesExplorerPage',
    component: () =>
      import('./components/explorer/ExplorerPage').then(m => m.ExplorerPage),
    mountPoint: rootRouteRef,
  }),
);
