import type {
  Account,
  FileChanges,
  GithubWorld,
  PullRequest,
} from '../github/index.ts';
import { type WorldDescription, rowNamed } from '../world/index.ts';
import { developersOf, reviewerOf } from './accounts.ts';
import { DEFAULTS_FILE, smallChange } from './codeChanges.ts';
import { MINUTE_MS } from './time.ts';
import { nextVersion } from './versions.ts';

const REVIEW_MS = 25 * MINUTE_MS;
const BUILD_MS = 4 * MINUTE_MS;

/** A change of code, from its pull request to its merge. */
export interface Merge {
  number?: number;
  title: string;
  body: string;
  author: Account;
  /** Who approves; nobody for what a bot may merge itself. */
  reviewer?: Account;
  labels?: string[];
  files: FileChanges;
}

/** What people and pipelines do at GitHub. */
export class Code {
  readonly #world: WorldDescription;
  readonly #github: Pick<GithubWorld, 'find'>;
  readonly #now: () => number;

  static create(options: {
    world: WorldDescription;
    github: Pick<GithubWorld, 'find'>;
    now: () => number;
  }): Code {
    return new Code(options);
  }

  private constructor(options: Parameters<typeof Code.create>[0]) {
    this.#world = options.world;
    this.#github = options.github;
    this.#now = options.now;
  }

  /** Merged now; reviewed a while before. */
  merge(service: string, change: Merge): Promise<PullRequest> {
    const {
      author,
      body,
      files,
      labels = [],
      number,
      reviewer,
      title,
    } = change;
    const at = this.#now();
    return this.#repository(service).merge({
      pullRequest: { number, title, body, author, labels },
      reviews: reviewer
        ? [{ by: reviewer, state: 'APPROVED', body: '', at: at - REVIEW_MS }]
        : [],
      files,
      at,
    });
  }

  /** Somebody of the owning team merges something small, on the way to a version. */
  async mergeSomethingSmall(service: string, version: string): Promise<void> {
    const repository = this.#repository(service);
    const { owner } = rowNamed(this.#world.services, service);
    const n = repository.pulls.all.length;
    const developers = developersOf(this.#world, owner);
    const author = developers[n % developers.length];
    const defaults = (await repository.read(DEFAULTS_FILE)) ?? '';
    await this.merge(service, {
      ...smallChange(n, defaults, version),
      author,
      reviewer: reviewerOf(this.#world, owner, author),
    });
  }

  /** The next version after another that no release has. */
  nextVersion(service: string, after: string): string {
    const { releases } = this.#repository(service);
    let version = nextVersion(after);
    while (releases.find({ tag: version })) version = nextVersion(version);
    return version;
  }

  /** Tags the newest commit, after a build that passed. */
  async release(
    service: string,
    version: string,
    options: { isPrerelease?: true } = {},
  ): Promise<void> {
    const repository = this.#repository(service);
    const at = this.#now();
    const { owner } = rowNamed(this.#world.services, service);
    const [author] = developersOf(this.#world, owner);
    await repository.check({
      name: 'build',
      conclusion: 'success',
      title: 'Build passed',
      startedAt: at - BUILD_MS,
      at,
    });
    await repository.release({ tag: version, author, at, ...options });
  }

  /** Notes at GitHub that a version is being deployed; the answer ends it. */
  async deploy(
    service: string,
    version: string,
    environment: string,
  ): Promise<(state: 'success' | 'failure') => Promise<void>> {
    const repository = this.#repository(service);
    const { owner } = rowNamed(this.#world.services, service);
    const [creator] = developersOf(this.#world, owner);
    const sha = repository.releases.find({ tag: version })?.sha;
    const { id } = await repository.deploy({
      sha,
      ref: version,
      environment,
      creator,
      state: 'in_progress',
      at: this.#now(),
    });
    return async state => {
      await repository.deployments.setStatus(id, { state, at: this.#now() });
    };
  }

  #repository(service: string) {
    return this.#github.find(`${this.#world.organization}/${service}`);
  }
}
