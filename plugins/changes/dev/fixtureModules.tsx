import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { changesApiRef } from '../src/api/changesApiRef';
import { FixtureChangesApi, entityStates, incidentEntities } from './fixtures';

/** The catalog without a backend: the entities of the incident. */
export const fixtureCatalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: incidentEntities() }),
        }),
    }),
  ],
});

/** Ripple's API without a backend: the incident, with the present as its present. */
export const fixtureChangesModule = createFrontendModule({
  pluginId: 'changes',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: changesApiRef,
          deps: {},
          factory: () => {
            const now = Date.now();
            return FixtureChangesApi.create({
              now,
              answers: entityStates(now),
            });
          },
        }),
    }),
  ],
});
