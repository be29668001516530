import { screen } from '@testing-library/react';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  fixtureCatalogModule,
  fixtureChangesModule,
} from '../../dev/fixtureModules';
import { incidentEntities } from '../../dev/fixtures';
import { entityChangesContent, entityHealthContent } from './extensions';
import changesPlugin from '.';

jest.setTimeout(60_000);

const WAIT = { timeout: 20_000 };
const entityOf = (kind: string) =>
  incidentEntities().find(entity => entity.kind === kind)!;

function renderPortal(path: string) {
  renderTestApp({
    features: [
      catalogPlugin,
      changesPlugin,
      fixtureCatalogModule,
      fixtureChangesModule,
    ],
    initialRouteEntries: [path],
  });
}

describe('the plugin in the new frontend system', () => {
  beforeAll(() => {
    jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });

  const changesTab = createExtensionTester(entityChangesContent);
  const healthTab = createExtensionTester(entityHealthContent);
  const { filterFunction, title } = EntityContentBlueprint.dataRefs;

  it('offers the tabs for entities that something can happen to', () => {
    for (const applies of [
      changesTab.get(filterFunction)!,
      healthTab.get(filterFunction)!,
    ]) {
      expect(applies(entityOf('Component'))).toBe(true);
      expect(applies(entityOf('Resource'))).toBe(true);
      expect(applies(entityOf('System'))).toBe(true);
      expect(applies(entityOf('Group'))).toBe(false);
    }
  });

  it('names the tabs', () => {
    expect(changesTab.get(title)).toBe('Changes');
    expect(healthTab.get(title)).toBe('Health');
  });

  it('shows the Health tab on an entity’s page', async () => {
    renderPortal('/catalog/default/component/data-processor/health');
    expect(
      await screen.findByRole('heading', { name: /Unhealthy since/ }, WAIT),
    ).toBeInTheDocument();
    expect(
      screen
        .getAllByRole('link', { name: 'Changes' })
        .map(link => link.getAttribute('href')),
    ).toContain('/catalog/default/component/data-processor/changes');
  });

  it('shows the explorer at /changes', async () => {
    renderPortal('/changes');
    expect(
      await screen.findByRole('link', { name: 'data-processor' }, WAIT),
    ).toBeInTheDocument();
  });
});
