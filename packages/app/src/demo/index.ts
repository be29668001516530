import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { layout } from './layout';

export { isDemo } from './demoUsers';

/** The banner and the tour of the simulated world; nothing where the portal is not the demo's. */
export const demoModule = createFrontendModule({
  pluginId: 'app',
  extensions: [layout],
});
