import type { ReactElement } from 'react';
import type { Entity } from '@backstage/catalog-model';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  TestApiProvider,
  mockApis,
  renderInTestApp,
} from '@backstage/test-utils';
import type { ChangesApi } from '@ripplehq/backstage-plugin-changes-common';
import { changesApiRef } from '../src/api/changesApiRef';
import { ClockProvider } from '../src/components/kit';
import { rootRouteRef } from '../src/routes';
import { FixtureChangesApi, INCIDENT_NOW, incidentEntities } from './fixtures';

/** Renders a screen as on an entity's page, in the night of the incident. Single answers of the API can be replaced. */
export async function renderScreen(
  screen: ReactElement,
  options: {
    answers?: Partial<ChangesApi>;
    entityName?: string;
    entity?: Entity;
    path?: string;
  } = {},
) {
  const { entityName = 'data-processor' } = options;
  const entity =
    options.entity ??
    incidentEntities().find(({ metadata }) => metadata.name === entityName)!;
  const api = FixtureChangesApi.create({
    now: INCIDENT_NOW,
    answers: options.answers,
  });
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [changesApiRef, api],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <ClockProvider clock={{ now: () => INCIDENT_NOW }}>
        <EntityProvider entity={entity}>{screen}</EntityProvider>
      </ClockProvider>
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/changes': rootRouteRef,
      },
      routeEntries: [options.path ?? '/'],
    },
  );
}
