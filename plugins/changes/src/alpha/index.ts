import { createFrontendPlugin } from '@backstage/frontend-plugin-api';

export default createFrontendPlugin({
  pluginId: 'changes',
  title: 'Changes',
  info: { packageJson: () => import('../../package.json') },
  extensions: [],
});
