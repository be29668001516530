import type {
  AuthService,
  DiscoveryService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
} from '@backstage/catalog-model';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  ChangesClient,
  type SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { entitiesOfSubjects } from './entitiesOfSubjects';

const PAGE_LIMIT = 500;
const LOCATION = 'changes:subjects';

/** Fills the catalog from what Ripple sees in the clusters that it watches. */
export class ClusterEntityProvider implements EntityProvider {
  readonly #client: ChangesClient;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #schedule: SchedulerServiceTaskRunner;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    logger: LoggerService;
    schedule: SchedulerServiceTaskRunner;
  }): ClusterEntityProvider {
    return new ClusterEntityProvider(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    logger: LoggerService;
    schedule: SchedulerServiceTaskRunner;
  }) {
    this.#client = new ChangesClient({ discoveryApi: options.discovery });
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#schedule = options.schedule;
  }

  getProviderName(): string {
    return 'cluster';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#schedule.run({
      id: 'cluster-entities',
      fn: async signal => {
        try {
          await this.#refresh(connection, signal as AbortSignal | undefined);
        } catch (error) {
          // Until Ripple has its store open it answers 503; the entities of the last time stay.
          this.#logger.info(`Entities were not refreshed: ${error}`);
        }
      },
    });
  }

  async #refresh(
    connection: EntityProviderConnection,
    signal?: AbortSignal,
  ): Promise<void> {
    const rows = await this.#subjects(signal);
    await connection.applyMutation({
      type: 'full',
      entities: entitiesOfSubjects(rows, new Date()).map(entity => ({
        locationKey: LOCATION,
        entity: {
          ...entity,
          metadata: {
            ...entity.metadata,
            annotations: {
              ...entity.metadata.annotations,
              [ANNOTATION_LOCATION]: LOCATION,
              [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
            },
          },
        },
      })),
    });
  }

  async #subjects(signal?: AbortSignal): Promise<SubjectRow[]> {
    const rows: SubjectRow[] = [];
    let cursor: string | undefined;
    do {
      const { token } = await this.#auth.getPluginRequestToken({
        onBehalfOf: await this.#auth.getOwnServiceCredentials(),
        targetPluginId: 'changes',
      });
      const page = await this.#client.getSubjects(
        { source: 'kubernetes', limit: PAGE_LIMIT, cursor },
        { token, signal },
      );
      rows.push(...page.subjects);
      cursor = page.nextCursor;
    } while (cursor);
    return rows;
  }
}
