import {
  ApiBlueprint,
  PageBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { ChangesClient } from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef } from '../api/changesApiRef';
import { ENTITY_KINDS } from '../availability';
import {
  entityChangesRouteRef,
  entityHealthRouteRef,
  rootRouteRef,
} from '../routes';
import { RippleIcon } from './RippleIcon';

// A predicate, not a function: an adopter's config can replace it.
const filter = { kind: { $in: ENTITY_KINDS } };

export const changesApi = ApiBlueprint.make({
  params: define =>
    define({
      api: changesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ChangesClient(deps),
    }),
});

export const entityChangesContent = EntityContentBlueprint.make({
  name: 'changes',
  params: {
    path: '/changes',
    title: 'Changes',
    filter,
    routeRef: entityChangesRouteRef,
    loader: () =>
      import('../components/changes/ChangesTab').then(m => <m.ChangesTab />),
  },
});

export const entityHealthContent = EntityContentBlueprint.make({
  name: 'health',
  params: {
    path: '/health',
    title: 'Health',
    filter,
    routeRef: entityHealthRouteRef,
    loader: () =>
      import('../components/health/HealthTab').then(m => <m.HealthTab />),
  },
});

export const entityChangesCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    filter,
    type: 'info',
    loader: () =>
      import('../components/card/ChangesCard').then(m => <m.ChangesCard />),
  },
});

export const explorerPage = PageBlueprint.make({
  params: {
    path: '/changes',
    title: 'Changes',
    icon: <RippleIcon />,
    routeRef: rootRouteRef,
    // The new frontend system draws the page's shell itself.
    loader: () =>
      import('../components/explorer/ExplorerContent').then(m => (
        <m.ExplorerContent />
      )),
  },
});
