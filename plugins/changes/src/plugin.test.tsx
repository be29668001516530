import { Route } from 'react-router-dom';
import { screen } from '@testing-library/react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { FlatRoutes } from '@backstage/core-app-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  TestApiProvider,
  mockApis,
  renderInTestApp,
} from '@backstage/test-utils';
import { FixtureChangesApi, incidentEntities } from '../dev/fixtures';
import {
  entityChangesRouteRef,
  entityHealthRouteRef,
  rootRouteRef,
} from './routes';
import {
  ChangesExplorerPage,
  EntityChangesCard,
  EntityChangesContent,
  EntityHealthContent,
  changesApiRef,
  changesPlugin,
  isChangesAvailable,
} from '.';

jest.setTimeout(60_000);

const entity = incidentEntities().find(
  ({ metadata }) => metadata.name === 'data-processor',
)!;

async function renderLegacy(path: string) {
  const api = FixtureChangesApi.create({ now: Date.now() });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [changesApiRef, api],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <EntityProvider entity={entity}>
        <FlatRoutes>
          <Route path="/changes" element={<ChangesExplorerPage />} />
          <Route path="/entity" element={<EntityChangesCard />} />
          <Route path="/entity/changes" element={<EntityChangesContent />} />
          <Route path="/entity/health" element={<EntityHealthContent />} />
        </FlatRoutes>
      </EntityProvider>
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/changes': rootRouteRef,
        '/entity/changes': entityChangesRouteRef,
        '/entity/health': entityHealthRouteRef,
      },
    },
  );
}

const WAIT = { timeout: 20_000 };

describe('the plugin in the old frontend system', () => {
  beforeAll(() => {
    jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });

  it('brings its API', () => {
    expect([...changesPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      changesApiRef.id,
    ]);
  });

  it('has the explorer as a page with a header', async () => {
    await renderLegacy('/changes');
    expect(
      await screen.findByRole('heading', { name: 'Services' }, WAIT),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'data-processor' }, WAIT),
    ).toBeInTheDocument();
  });

  it('has the page of sources below the explorer', async () => {
    await renderLegacy('/changes/sources');
    expect(
      await screen.findByRole('region', { name: 'Noisiest objects' }, WAIT),
    ).toBeInTheDocument();
  });

  it('has the Changes tab', async () => {
    await renderLegacy('/entity/changes');
    expect(
      (await screen.findAllByText(/rest-api/, undefined, WAIT)).length,
    ).toBeGreaterThan(0);
  });

  it('has the Health tab', async () => {
    await renderLegacy('/entity/health');
    expect(
      await screen.findByRole('heading', { name: /Unhealthy since/ }, WAIT),
    ).toBeInTheDocument();
  });

  it('has the card', async () => {
    await renderLegacy('/entity');
    expect(
      await screen.findByText('Changes and health', undefined, WAIT),
    ).toBeInTheDocument();
  });

  it.each([
    ['Component', true],
    ['Resource', true],
    ['API', true],
    ['System', true],
    ['Group', false],
    ['Template', false],
  ])('is for a %s: %s', (kind, available) => {
    expect(isChangesAvailable({ ...entity, kind })).toBe(available);
  });
});
