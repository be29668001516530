import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  GithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { fullName, slug, type RepositoryName } from '../repository/Repository';
import { boundedFetch } from './boundedFetch';
import { classify } from './classify';
import { GithubFailure } from './GithubFailure';
import type { RateGate } from './RateGate';
import * as schema from './schema';

/** Over all answers of one question. 300 files with patches are rarely over 3 MB. */
const BYTES_MAX = 20_000_000;
/** Of one question: a comparison with its pages, pull requests and reviews. */
const REQUESTS_MAX = 60;

/** What is the same for all questions. */
export interface GithubAccess {
  integrations: ScmIntegrations;
  credentials: GithubCredentialsProvider;
  gate: RateGate;
  logger: LoggerService;
  fetch: typeof fetch;
  now: () => number;
}

const COMMIT_ID = z.string().regex(/^[0-9a-f]{40,64}$/);

/**
 * Reads one repository for one question, with the credentials that the portal's integration has for it.
 * Every method throws {@link GithubFailure}.
 */
export class GithubReader {
  readonly #octokit: Octokit;
  readonly #access: GithubAccess;
  readonly #repository: RepositoryName;
  readonly #parameters: { owner: string; repo: string };
  /** What `fetch` threw; Octokit keeps only its message. */
  #thrown: unknown;
  #exists: Promise<unknown> | undefined;

  /**
   * @throws GithubFailure `not-found` when no integration names the host, so that nothing is ever sent to it.
   */
  static async create(
    access: GithubAccess,
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<GithubReader> {
    const config = access.integrations.github.byHost(repository.host)?.config;
    if (!config?.apiBaseUrl) {
      throw new GithubFailure(
        'not-found',
        `${repository.host} is not among integrations.github, or has no apiBaseUrl there`,
      );
    }
    const { token } = await abortable(
      access.credentials.getCredentials({
        url: `https://${fullName(repository)}`,
      }),
      signal,
    ).catch(error => {
      throw signal.aborted
        ? classify(signal.reason, context(repository, access))
        : new GithubFailure(
            'unauthorised',
            `The credentials of integrations.github for ${fullName(
              repository,
            )} do not work: ${error.message}`,
            { cause: error },
          );
    });
    return new GithubReader(
      access,
      repository,
      { baseUrl: config.apiBaseUrl, token },
      signal,
    );
  }

  private constructor(
    access: GithubAccess,
    repository: RepositoryName,
    api: { baseUrl: string; token: string | undefined },
    signal: AbortSignal,
  ) {
    this.#access = access;
    this.#repository = repository;
    this.#parameters = { owner: repository.owner, repo: repository.name };
    const bounded = boundedFetch({
      fetch: access.fetch,
      baseUrl: api.baseUrl,
      bytesMax: BYTES_MAX,
      requestsMax: REQUESTS_MAX,
      signal,
    });
    const { logger } = access;
    this.#octokit = new Octokit({
      baseUrl: api.baseUrl,
      auth: api.token,
      userAgent: 'backstage-plugin-changes',
      log: {
        debug: message => logger.debug(message),
        info: message => logger.debug(message),
        warn: message => logger.warn(message),
        error: message => logger.error(message),
      },
      request: {
        fetch: async (input: URL | string, init?: RequestInit) => {
          try {
            return await bounded(input, init);
          } catch (error) {
            this.#thrown ??= error;
            throw error;
          }
        },
      },
    });
  }

  /** The full id of a commit (`3f2a9c1`) or of a tag's commit (`tags/v2.14.1`); undefined if the repository has none. */
  async commitId(ref: string): Promise<string | undefined> {
    try {
      return await this.#ask(COMMIT_ID, () =>
        this.#octokit.rest.repos.getCommit({
          ...this.#parameters,
          ref,
          mediaType: { format: 'sha' },
        }),
      );
    } catch (error) {
      // 422 says "No commit found". 404 may say the same, or that the repository is out of reach: then this throws.
      const status = error instanceof GithubFailure && statusOf(error.cause);
      if (status === 404) await this.#mustExist();
      if (status === 404 || status === 422) return undefined;
      throw error;
    }
  }

  /** One page of up to 100 commits, oldest first; the files (at most 300) are on the first page only. */
  async compare(
    base: string,
    head: string,
    page: number,
  ): Promise<schema.GithubComparison> {
    return this.#ask(schema.comparison, () =>
      this.#octokit.rest.repos.compareCommitsWithBasehead({
        ...this.#parameters,
        basehead: `${base}...${head}`,
        per_page: 100,
        page,
      }),
    );
  }

  /** A commit with the files that it changed, at most 300. */
  async commit(ref: string): Promise<z.infer<typeof schema.commitWithFiles>> {
    return this.#ask(schema.commitWithFiles, () =>
      this.#octokit.rest.repos.getCommit({ ...this.#parameters, ref }),
    );
  }

  /** The pull requests that brought a commit in, or, before they are merged, that hold it. */
  async pullRequestsOf(sha: string): Promise<schema.GithubPullRequest[]> {
    return this.#ask(z.array(schema.pullRequest), () =>
      this.#octokit.rest.repos.listPullRequestsAssociatedWithCommit({
        ...this.#parameters,
        commit_sha: sha,
      }),
    );
  }

  /** The reviews of a pull request, oldest first, at most 100. */
  async reviewsOf(number: number): Promise<schema.GithubReview[]> {
    return this.#ask(z.array(schema.review), () =>
      this.#octokit.rest.pulls.listReviews({
        ...this.#parameters,
        pull_number: number,
        per_page: 100,
      }),
    );
  }

  #mustExist(): Promise<unknown> {
    this.#exists ??= this.#ask(z.object({ full_name: z.string() }), () =>
      this.#octokit.rest.repos.get(this.#parameters),
    );
    return this.#exists;
  }

  async #ask<T>(
    answer: z.ZodType<T>,
    request: () => Promise<{ data: unknown }>,
  ): Promise<T> {
    const { host, owner } = this.#repository;
    const account = `${host}/${owner}`;
    this.#access.gate.check(account);
    let data: unknown;
    try {
      ({ data } = await request());
    } catch (error) {
      const failure = classify(
        this.#thrown ?? error,
        context(this.#repository, this.#access),
      );
      this.#access.gate.note(account, failure);
      throw failure;
    }
    const parsed = answer.safeParse(data);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new GithubFailure(
        'unusable-answer',
        `${host} answered something about ${slug(
          this.#repository,
        )} that is not GitHub's API: ${issue.path.join('.')} ${issue.message}`,
      );
    }
    return parsed.data;
  }
}

function statusOf(error: unknown): number | undefined {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

function context(repository: RepositoryName, access: GithubAccess) {
  return {
    host: repository.host,
    repository: slug(repository),
    now: access.now(),
  };
}

/** Gives up on a promise that takes no signal. */
async function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        stop = () => reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
      }),
    ]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
