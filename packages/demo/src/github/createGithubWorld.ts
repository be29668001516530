import type { Repository } from './repository/Repository.ts';
import type { RepositoryStory } from './Story.ts';

/** Where word of everything is sent. */
export interface WebhookTarget {
  /** e.g. `http://localhost:7007/api/events/http/github` */
  url: string;
  secret: string;
}

/** One delivery of a webhook, as GitHub's page of recent deliveries shows it. */
export interface DeliveryRecord {
  guid: string;
  /** `pull_request` */
  event: string;
  action: string | undefined;
  /** The repository's full name; absent for a ping. */
  repository: string | undefined;
  state: 'waiting' | 'delivered' | 'refused' | 'given-up';
  attempts: number;
  /** Epoch milliseconds. */
  at: number;
  /** The last answer's status, or why there was none. */
  answer?: number | string;
}

/** A GitHub that runs here, over real repositories. */
export interface GithubWorld {
  /** For `integrations.github[].apiBaseUrl`. */
  readonly url: string;
  /** For `integrations.github[].host`: name and port; its pages and clones are below `http://<host>/`. */
  readonly host: string;
  readonly port: number;
  readonly repositories: readonly Repository[];
  /** The first story's. */
  readonly repository: Repository;
  /** `acme/rest-api`. Throws when there is none. */
  find(fullName: string): Repository;
  /** Method and path of the newest requests, oldest first. */
  readonly requests: readonly string[];
  /** The newest deliveries, oldest first. */
  readonly deliveries: readonly DeliveryRecord[];
  /** From now on whatever happens is told there. Sends a ping, as GitHub does. */
  addWebhook(target: WebhookTarget): void;
  /** Plain JSON for `saved`; the rest lies in `directory`. */
  save(): Promise<unknown>;
  /** Stops serving and telling. Without a `directory` of the caller's the repositories are removed. */
  close(): Promise<void>;
}

export interface GithubWorldOptions {
  /** Epoch milliseconds of the world. Where the stories are told, they end at its first answer. */
  now: () => number;
  stories: readonly RepositoryStory[];
  /** The only good one for the API; without it anybody may read. Pages and clones need none. */
  token?: string;
  webhook?: WebhookTarget;
  /** A free one without it. */
  port?: number;
  /** Where the repositories lie; a temporary one without it. */
  directory?: string;
  /** What {@link GithubWorld.save} gave; the stories are then not told again. */
  saved?: unknown;
  /** Where links lead to; its own pages without it. */
  web?: string;
  /** Requests an hour; 5,000 without it. */
  rateLimit?: number;
}

/** Commits the stories' repositories with `git` and serves them as GitHub would. */
export declare function createGithubWorld(
  options: GithubWorldOptions,
): Promise<GithubWorld>;
