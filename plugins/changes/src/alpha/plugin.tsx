import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import {
  entityChangesRouteRef,
  entityHealthRouteRef,
  rootRouteRef,
} from '../routes';
import { RippleIcon } from './RippleIcon';
import {
  changesApi,
  entityChangesCard,
  entityChangesContent,
  entityHealthContent,
  explorerPage,
} from './extensions';

/**
 * Ripple for portals on the new frontend system: the Changes and Health tabs, a card for the overview and the explorer.
 * @alpha
 */
export const changesPlugin = createFrontendPlugin({
  pluginId: 'changes',
  title: 'Changes',
  icon: <RippleIcon />,
  info: { packageJson: () => import('../../package.json') },
  routes: {
    root: rootRouteRef,
    entityChanges: entityChangesRouteRef,
    entityHealth: entityHealthRouteRef,
  },
  extensions: [
    changesApi,
    entityChangesContent,
    entityHealthContent,
    entityChangesCard,
    explorerPage,
  ],
});
