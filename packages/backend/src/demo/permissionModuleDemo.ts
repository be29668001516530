import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { DemoPolicy } from './DemoPolicy';
import { DemoUsers } from './DemoUsers';

/** This portal's policy: all is allowed, except what `demo.hidden` takes away. */
export const permissionModuleDemo = createBackendModule({
  pluginId: 'permission',
  moduleId: 'demo-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(new DemoPolicy(DemoUsers.fromConfig(config)));
      },
    });
  },
});
