/*
 * The backend alone, with two entities and one source that hands in a deployment: `yarn start`, then
 * curl 'localhost:7007/api/changes/entities/by-name/component/default/rest-api/timeline'
 */
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import {
  type ChangeSource,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import { changesPlugin } from '../src';

const component = (name: string, dependsOn: string[] = []) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type: 'service', owner: 'guests', lifecycle: 'production' },
  relations: dependsOn.map(target => ({
    type: 'dependsOn',
    targetRef: `component:default/${target}`,
  })),
});

const source: ChangeSource = {
  source: 'kubernetes',
  async start(connection) {
    const at = new Date().toISOString();
    const subject = kubernetesSubject({
      cluster: 'dev',
      namespace: 'shop',
      kind: 'Deployment',
      group: 'apps',
      name: 'ratings',
    });
    await connection.commit({
      coverage: [{ scope: 'dev/deployments.apps', state: 'live', at }],
      subjects: [
        {
          subject,
          kind: 'Deployment',
          cluster: 'dev',
          namespace: 'shop',
          name: 'ratings',
          labels: { app: 'ratings' },
          observedAt: at,
        },
      ],
      observations: [
        {
          type: 'change',
          kind: 'deployment',
          instance: 'dev',
          key: `ratings/${at}`,
          title: 'ratings deployed v2 and cut replicas 50 → 5',
          severity: 'info',
          observedAt: at,
          start: at,
          end: { at, status: 'succeeded' },
          cluster: 'dev',
          namespace: 'shop',
          subjects: [subject],
          before: { spec: { replicas: 50 } },
          after: { spec: { replicas: 5 } },
        },
      ],
    });
  },
};

const backend = createBackend();
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(mockServices.permissions.factory());
backend.add(
  catalogServiceMock.factory({
    entities: [component('rest-api', ['ratings']), component('ratings')],
  }),
);
backend.add(changesPlugin);
backend.add(
  createBackendModule({
    pluginId: 'changes',
    moduleId: 'dev',
    register(env) {
      env.registerInit({
        deps: { changes: changesSourcesExtensionPoint },
        init: async ({ changes }) => changes.addSource(source),
      });
    },
  }),
);
backend.start();
