import type { Entity } from '@backstage/catalog-model';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  type BackendFeature,
  type PermissionsService,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type ChangeSource,
  type CodeProvider,
  type SourceConnection,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import type { JsonObject } from '@backstage/types';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { changesPlugin } from '../plugin';

/** What a test decides about who may see what. */
export interface TestPolicy {
  /** Refs that users do not get from the catalog. */
  hidden?: string[];
  /** Permission names that are denied, or `name ref` for one entity. */
  denied?: string[];
}

/** A portal with the changes plugin, a catalog of these entities, and the source `kubernetes` in the test's hand. */
export async function startPortal(options: {
  entities: Entity[];
  config?: JsonObject;
  policy?: TestPolicy;
  codeProvider?: CodeProvider;
  /** Further modules. */
  features?: BackendFeature[];
  /** Called with each signal. */
  onSignal?: (channel: string) => void;
  /** Absent: SQLite in memory. */
  knex?: Knex;
}) {
  const policy: TestPolicy = options.policy ?? {};
  let connect: (connection: SourceConnection) => void;
  const connection = new Promise<SourceConnection>(resolve => {
    connect = resolve;
  });
  const source: ChangeSource = {
    source: 'kubernetes',
    async start(it) {
      connect(it);
    },
  };
  const catalog = catalogOf(options.entities, policy);
  const backend = await startTestBackend({
    features: [
      changesPlugin,
      createBackendModule({
        pluginId: 'changes',
        moduleId: 'test',
        register(env) {
          env.registerInit({
            deps: { sources: changesSourcesExtensionPoint },
            async init({ sources }) {
              sources.addSource(source);
              if (options.codeProvider) {
                sources.addCodeProvider(options.codeProvider);
              }
            },
          });
        },
      }),
      ...(options.features ?? []),
      catalogServiceMock.mock(catalog).factory,
      mockServices.permissions.mock({ authorize: authorizer(policy) }).factory,
      mockServices.rootConfig.factory({ data: options.config ?? {} }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          publish: async ({ channel }) => options.onSignal?.(channel),
        }),
      }),
      ...(options.knex
        ? [
            mockServices.database.mock({ getClient: async () => options.knex! })
              .factory,
          ]
        : []),
    ],
  });
  const api = (path: string) => `/api/changes${path}`;
  return {
    backend,
    policy,
    connection: await connection,
    get: (path: string) => request(backend.server).get(api(path)),
    post: (path: string, body: unknown) =>
      request(backend.server)
        .post(api(path))
        .send(body as object),
    put: (path: string, body: unknown) =>
      request(backend.server)
        .put(api(path))
        .send(body as object),
    asService: { authorization: mockCredentials.service.header() },
    stop: () => backend.stop(),
  };
}

function authorizer(policy: TestPolicy): PermissionsService['authorize'] {
  return async requests =>
    requests.map(({ permission, resourceRef }) => ({
      result:
        policy.denied?.includes(permission.name) ||
        policy.denied?.includes(`${permission.name} ${resourceRef}`)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    }));
}

function catalogOf(entities: Entity[], policy: TestPolicy) {
  const real = catalogServiceMock({ entities });
  const isUser = (credentials: unknown) =>
    (credentials as { principal?: { type?: string } }).principal?.type ===
    'user';
  const getEntitiesByRefs: CatalogService['getEntitiesByRefs'] = async (
    asked,
    { credentials },
  ) => {
    const answer = await real.getEntitiesByRefs(asked, { credentials });
    return {
      items: answer.items.map((item, index) =>
        isUser(credentials) && policy.hidden?.includes(asked.entityRefs[index])
          ? undefined
          : item,
      ),
    };
  };
  return {
    getEntitiesByRefs,
    getEntityByRef: real.getEntityByRef.bind(real),
    streamEntities: real.streamEntities.bind(real),
  };
}
