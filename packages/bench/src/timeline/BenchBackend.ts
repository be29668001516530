import http from 'node:http';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Entity } from '@backstage/catalog-model';
import { changesPlugin } from '@ripplehq/backstage-plugin-changes-backend';
import {
  type SourceConnection,
  changesSourcesExtensionPoint,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Knex } from 'knex';

const SOURCE = 'bench';

/** The changes backend over a database, with a source that hands in what it is told. */
export class BenchBackend {
  readonly connection: SourceConnection;
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #base: string;
  readonly #stop: () => Promise<void>;

  static async start(options: {
    knex: Knex;
    entities: Entity[];
  }): Promise<BenchBackend> {
    const { knex, entities } = options;
    let connect: (connection: SourceConnection) => void = () => {};
    const connected = new Promise<SourceConnection>(resolve => {
      connect = resolve;
    });
    const source = createBackendModule({
      pluginId: 'changes',
      moduleId: SOURCE,
      register(env) {
        env.registerInit({
          deps: { sources: changesSourcesExtensionPoint },
          async init({ sources }) {
            sources.addSource({
              source: SOURCE,
              async start(connection) {
                connect(connection);
              },
            });
          },
        });
      },
    });
    const backend = await startTestBackend({
      features: [
        changesPlugin,
        source,
        catalogServiceMock.factory({ entities }),
        mockServices.permissions.factory(),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
      ],
    });
    return new BenchBackend(
      await connected,
      `http://127.0.0.1:${backend.server.port()}/api/changes`,
      () => backend.stop(),
    );
  }

  private constructor(
    connection: SourceConnection,
    base: string,
    stop: () => Promise<void>,
  ) {
    this.connection = connection;
    this.#base = base;
    this.#stop = stop;
  }

  /** The body of an answer as it came: to read it is no part of what is measured. */
  async get(route: string): Promise<Buffer> {
    const response = await new Promise<http.IncomingMessage>(
      (resolve, reject) => {
        http
          .get(`${this.#base}${route}`, { agent: this.#agent }, resolve)
          .on('error', reject);
      },
    );
    const body = Buffer.concat(await response.toArray());
    if (response.statusCode !== 200) {
      throw new Error(`${route}: ${response.statusCode} ${body}`);
    }
    return body;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#stop();
  }
}
