import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type {
  ChangeSource,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import { repositorySubject } from './Delivery';
import { toObservations } from './toObservations';

const EVENT_HEADER = 'x-github-event';

/**
 * GitHub's own changes, from the webhooks that the portal's events system has received and proven: merged pull requests, pushes to the
 * default branch, releases, failed workflow runs.
 * @internal
 */
export class GithubSource implements ChangeSource {
  readonly source = 'github';
  readonly #integrations: ScmIntegrations;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #connected: Promise<SourceConnection>;
  #connect!: (connection: SourceConnection) => void;

  /** Subscribes at once; what arrives before the store is open waits for it. */
  static async create(options: {
    events: EventsService;
    integrations: ScmIntegrations;
    logger: LoggerService;
    now?: () => number;
  }): Promise<GithubSource> {
    const source = new GithubSource(options);
    await options.events.subscribe({
      id: 'changes-github',
      topics: ['github'],
      onEvent: params => source.#receive(params),
    });
    return source;
  }

  private constructor(options: Parameters<typeof GithubSource.create>[0]) {
    this.#integrations = options.integrations;
    this.#logger = options.logger;
    this.#now = options.now ?? Date.now;
    this.#connected = new Promise(resolve => {
      this.#connect = resolve;
    });
  }

  async start(connection: SourceConnection): Promise<void> {
    this.#connect(connection);
  }

  async #receive({ eventPayload, metadata }: EventParams): Promise<void> {
    const event = metadata?.[EVENT_HEADER];
    if (typeof event !== 'string') return;
    const { observations, repository, host } = this.#read(event, eventPayload);
    if (!repository || !host || observations.length === 0) return;
    const connection = await this.#connected;
    await connection.commit({
      observations,
      subjects: [
        {
          subject: repositorySubject(host, repository.full_name),
          kind: 'repository',
          name: repository.full_name,
          observedAt: new Date(this.#now()).toISOString(),
        },
      ],
    });
  }

  #read(event: string, body: unknown) {
    try {
      return toObservations(
        event,
        body,
        url => this.#integrations.github.byUrl(url)?.config.host,
      );
    } catch (error) {
      // The events system has nobody to tell it to.
      this.#logger.warn(
        `a GitHub '${event}' delivery could not be understood`,
        { cause: String(error) },
      );
      return { observations: [] };
    }
  }
}
