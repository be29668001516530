import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { GithubServer } from './http/GithubServer.ts';
import { Repository, type Tell } from './repository/Repository.ts';
import { type RepositoryState, repositoryState } from './repository/state.ts';
import type { RepositoryStory } from './Story.ts';
import type { DeliveryRecord, WebhookTarget } from './webhooks/Hook.ts';
import { Webhooks } from './webhooks/Webhooks.ts';

const REQUESTS_PER_HOUR = 5000;

const savedWorld = z.object({
  version: z.literal(1),
  port: z.int(),
  repositories: z.array(repositoryState),
});

export interface GithubWorldOptions {
  /** Epoch milliseconds of the world. Where stories are told, they end at its first answer. */
  now: () => number;
  /** At least one. */
  stories: readonly RepositoryStory[];
  /** The only good one for the API; without it anybody may read. Pages and clones need none. */
  token?: string;
  webhook?: WebhookTarget;
  /** The one that was saved, or a free one, without it. */
  port?: number;
  /** Where the repositories lie; a temporary one without it. */
  directory?: string;
  /** What {@link GithubWorld.save} gave: only stories of repositories that it does not know are told. */
  saved?: unknown;
  /** Where links lead to; its own pages without it. */
  web?: string;
  /** Requests an hour; 5,000 without it. */
  rateLimit?: number;
}

/** A GitHub that runs here, over real repositories. */
export class GithubWorld {
  /** The first story's first. */
  readonly repositories: readonly Repository[];
  readonly #server: GithubServer;
  readonly #webhooks: Webhooks;
  readonly #remove: () => Promise<void>;

  /**
   * Commits the stories' repositories with `git` and serves them as GitHub would.
   * Rejects with a ZodError when what was saved is not what {@link GithubWorld.save} gives.
   */
  static async create(options: GithubWorldOptions): Promise<GithubWorld> {
    const { now, stories } = options;
    const saved =
      options.saved === undefined ? undefined : savedWorld.parse(options.saved);
    const directory =
      options.directory ?? (await mkdtemp(path.join(tmpdir(), 'github-')));
    const remove = async () => {
      if (options.directory !== undefined) return;
      await rm(directory, { recursive: true, force: true });
    };
    try {
      const webhooks = Webhooks.create({ now });
      const open = repositoriesIn(directory, now, (event, repository) =>
        webhooks.tell(event, repository),
      );
      const repositories = await Promise.all([
        ...stories.map(story =>
          open(
            saved?.repositories.find(state => isSame(state, story)) ?? story,
          ),
        ),
        // What was saved stays, even if nobody tells its beginning any more.
        ...(saved?.repositories ?? [])
          .filter(state => !stories.some(story => isSame(state, story)))
          .map(open),
      ]);
      const server = await GithubServer.start({
        repositories,
        port: options.port ?? saved?.port ?? 0,
        web: options.web,
        token: options.token,
        rateLimit: options.rateLimit ?? REQUESTS_PER_HOUR,
        now,
        deliveries: () => webhooks.deliveries,
      });
      const parts = { repositories, server, webhooks, remove };
      const world = new GithubWorld(parts);
      if (options.webhook) world.addWebhook(options.webhook);
      return world;
    } catch (error) {
      await remove();
      throw error;
    }
  }

  private constructor(parts: {
    repositories: readonly Repository[];
    server: GithubServer;
    webhooks: Webhooks;
    remove: () => Promise<void>;
  }) {
    this.repositories = parts.repositories;
    this.#server = parts.server;
    this.#webhooks = parts.webhooks;
    this.#remove = parts.remove;
  }

  /** For `integrations.github[].apiBaseUrl`. */
  get url(): string {
    return this.#server.site.api;
  }

  /** For `integrations.github[].host`: address and port; its pages and clones are below `http://<host>/`. */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get port(): number {
    return this.#server.port;
  }

  /** The first story's. */
  get repository(): Repository {
    return this.repositories[0];
  }

  /** `acme/rest-api`. Throws when there is none of that name. */
  find(fullName: string): Repository {
    const found = this.repositories.find(one => one.fullName === fullName);
    if (!found) throw new Error(`there is no repository ${fullName}`);
    return found;
  }

  /** Method and path of the newest requests to the API, oldest first. */
  get requests(): readonly string[] {
    return this.#server.requests;
  }

  /** The newest deliveries of webhooks, oldest first. */
  get deliveries(): readonly DeliveryRecord[] {
    return this.#webhooks.deliveries;
  }

  /** From now on whatever happens is told there. Sends a ping, as GitHub does. */
  addWebhook(target: WebhookTarget): void {
    const { site } = this.#server;
    this.#webhooks.add(target, { site, repository: this.repository });
  }

  /** Resolves when no delivery waits. */
  async delivered(): Promise<void> {
    await this.#webhooks.settled();
  }

  /** Plain JSON for `saved`; the rest lies in `directory`. */
  async save(): Promise<z.infer<typeof savedWorld>> {
    return {
      version: 1,
      port: this.port,
      repositories: await Promise.all(
        this.repositories.map(repository => repository.save()),
      ),
    };
  }

  /** Stops serving and telling. Without a `directory` of the caller's the repositories are removed. */
  async close(): Promise<void> {
    await Promise.all([this.#server.close(), this.#webhooks.close()]);
    await Promise.all(this.repositories.map(repository => repository.idle()));
    await this.#remove();
  }
}

function repositoriesIn(directory: string, now: () => number, tell: Tell) {
  return async (source: RepositoryStory | RepositoryState) => {
    const folder = path.join(directory, source.owner, `${source.name}.git`);
    if ('nextId' in source) {
      await access(path.join(folder, 'HEAD'));
      return Repository.open({ state: source, folder, now, tell });
    }
    // What an earlier world left there without a word is of no use.
    await rm(folder, { recursive: true, force: true });
    return Repository.create({ story: source, folder, now, tell });
  };
}

function isSame(
  one: { owner: string; name: string },
  other: { owner: string; name: string },
): boolean {
  return one.owner === other.owner && one.name === other.name;
}
