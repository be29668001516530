import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  changesSourcesExtensionPoint,
  type CodeProvider,
} from '@ripplehq/backstage-plugin-changes-node';
import changesModuleGithub from '.';

describe('changesModuleGithub', () => {
  it('brings a code provider and needs no more than integrations.github', async () => {
    const providers: CodeProvider[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          changesSourcesExtensionPoint,
          {
            addSource: () => {},
            addWebhook: () => {},
            addCodeProvider: provider => providers.push(provider),
          },
        ],
      ],
      features: [
        changesModuleGithub,
        mockServices.rootConfig.factory({
          data: { integrations: { github: [{ host: 'github.com' }] } },
        }),
      ],
    });
    expect(providers.map(({ provider }) => provider)).toEqual(['github']);
  });
});
