import { createBackendModule } from '@backstage/backend-plugin-api';

export default createBackendModule({
  pluginId: 'changes',
  moduleId: 'github',
  register() {},
});
