import {
  configApiRef,
  createFrontendModule,
  useApi,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { isDemo } from './demo';

// Nobody needs a click: in the demo a cookie says who it is, elsewhere everyone is the guest.
const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => {
      const { ProxiedSignInPage } = await import('@backstage/core-components');
      return props => {
        const config = useApi(configApiRef);
        return (
          <ProxiedSignInPage
            {...props}
            provider={isDemo(config) ? 'demo' : 'guest'}
          />
        );
      };
    },
  },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
