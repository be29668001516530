import { GithubServer } from './GithubServer.ts';
import { Repository } from './Repository.ts';
import { REST_API } from './restApi.ts';
import type { RepositoryStory } from './Story.ts';

/** A GitHub that runs here, over repositories that were made a moment ago. */
export interface GithubWorld {
  /** For `integrations.github[].apiBaseUrl`. */
  url: string;
  /** The first story's. */
  repository: Repository;
  /** Method and path of every request so far. */
  requests: readonly string[];
  /** Stops the server and removes the repositories. */
  close(): Promise<void>;
}

/**
 * Commits the stories' repositories with `git` and serves them as GitHub would.
 * @param options - `port`: 0 by default, a free one; `now`: when the stories end, in epoch milliseconds; `token`: the only one that is good,
 * without it anybody may read; `rateLimit`: requests an hour.
 */
export async function createGithubWorld(options: {
  port?: number;
  now: number;
  stories?: readonly RepositoryStory[];
  web?: string;
  token?: string;
  rateLimit?: number;
}): Promise<GithubWorld> {
  const { stories = [REST_API], now } = options;
  const repositories = await Promise.all(
    stories.map(story => Repository.create(story, now)),
  );
  const remove = () =>
    Promise.all(repositories.map(repository => repository.git.remove()));
  try {
    const server = await GithubServer.start({
      repositories,
      port: options.port ?? 0,
      web: options.web ?? 'https://github.com',
      token: options.token,
      rateLimit: options.rateLimit ?? 5000,
      now: Date.now,
    });
    return {
      url: server.url,
      repository: repositories[0],
      requests: server.requests,
      async close() {
        await server.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
