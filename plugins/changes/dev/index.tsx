import { createDevApp } from '@backstage/frontend-dev-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import changesPlugin from '../src/alpha';
import { fixtureCatalogModule, fixtureChangesModule } from './fixtureModules';

createDevApp({
  features: [
    catalogPlugin,
    changesPlugin,
    fixtureCatalogModule,
    fixtureChangesModule,
  ],
});
