import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  type GithubCredentialsProvider,
  type ScmIntegrations,
} from '@backstage/integration';
import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type {
  CodeProvider,
  CodeQuestion,
  CodeRange,
} from '@ripplehq/backstage-plugin-changes-node';
import { GithubFailure, isLasting } from './client/GithubFailure';
import { GithubReader, type GithubAccess } from './client/GithubReader';
import { RateGate } from './client/RateGate';
import { compare } from './comparison/compare';
import { findRange } from './range/findRange';
import { parseFullName } from './repository/Repository';
import { repositories } from './repository/repositories';
import { repositoryOfUrl } from './repository/repositoryOfUrl';
import { readWorkload } from './workload/Workload';

/** Longest that a person waits for GitHub, for either half of the question. */
const TIMEOUT_MS = 10_000;

/** @internal */
export interface GithubCodeProviderOptions {
  integrations: ScmIntegrations;
  logger: LoggerService;
  /** By default those of the integrations. */
  credentials?: GithubCredentialsProvider;
  fetch?: typeof fetch;
  now?: () => number;
  timeoutMs?: number;
}

/**
 * Finds the commits behind a workload's change in the repositories of the portal's GitHub integrations. Reads only.
 * @internal
 */
export class GithubCodeProvider implements CodeProvider {
  readonly provider = 'github';
  readonly #access: GithubAccess;
  readonly #timeoutMs: number;

  static create(options: GithubCodeProviderOptions): GithubCodeProvider {
    const now = options.now ?? Date.now;
    return new GithubCodeProvider(
      {
        integrations: options.integrations,
        credentials:
          options.credentials ??
          DefaultGithubCredentialsProvider.fromIntegrations(
            options.integrations,
          ),
        gate: RateGate.create({ now }),
        logger: options.logger,
        fetch: options.fetch ?? fetch,
        now,
      },
      options.timeoutMs ?? TIMEOUT_MS,
    );
  }

  private constructor(access: GithubAccess, timeoutMs: number) {
    this.#access = access;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Undefined for what is no workload or lies in no GitHub repository; a reason, with its remedy, where the commits cannot be told.
   * @throws ServiceUnavailableError when GitHub cannot answer now: asking again later may help.
   */
  async resolve(
    question: CodeQuestion,
    signal: AbortSignal,
  ): Promise<CodeRange | { unknown: string } | undefined> {
    const after = readWorkload(question.after);
    if (!after) return undefined;
    const { integrations } = this.#access;
    const candidates = repositories(
      question.entityAnnotations,
      after,
      integrations,
    );
    if (candidates.length === 0) return undefined;
    const deadline = this.#within(signal);
    try {
      return await findRange({
        before: readWorkload(question.before),
        after,
        repositories: candidates,
        open: repository =>
          GithubReader.create(this.#access, repository, deadline),
        repositoryOfUrl: url => repositoryOfUrl(url, integrations),
      });
    } catch (error) {
      throw this.#atTheEdge(error);
    }
  }

  /**
   * Commits, pull requests and files between two commits.
   * @throws NotFoundError when the repository or one of the commits is gone or may not be read.
   * @throws ServiceUnavailableError when GitHub cannot answer now: asking again later may help.
   */
  async compare(
    range: CodeRange,
    signal: AbortSignal,
  ): Promise<CodeComparison> {
    const repository = parseFullName(range.repository);
    if (!repository) {
      throw new NotFoundError(
        `repository '${range.repository}' must be 'host/owner/name'`,
      );
    }
    try {
      const reader = await GithubReader.create(
        this.#access,
        repository,
        this.#within(signal),
      );
      return await compare(reader, range, `https://${range.repository}`);
    } catch (error) {
      throw this.#atTheEdge(error);
    }
  }

  #within(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]);
  }

  #atTheEdge(error: unknown): unknown {
    if (!(error instanceof GithubFailure)) return error;
    // The message alone is for the reader; what lies behind it for the operator.
    this.#access.logger.debug(error.message, { cause: String(error.cause) });
    return isLasting(error)
      ? new NotFoundError(error.message)
      : new ServiceUnavailableError(error.message);
  }
}
