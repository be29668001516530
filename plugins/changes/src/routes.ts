import { createRouteRef } from '@backstage/core-plugin-api';

/** The explorer. */
export const rootRouteRef = createRouteRef({ id: 'changes' });

/** The Changes tab of an entity page. */
export const entityChangesRouteRef = createRouteRef({
  id: 'changes:entity-changes',
});

/** The Health tab of an entity page. */
export const entityHealthRouteRef = createRouteRef({
  id: 'changes:entity-health',
});
