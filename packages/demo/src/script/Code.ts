import type { Account, FileChanges, GithubWorld } from '../github/index.ts';
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

type Repository = ReturnType<GithubWorld['find']>;

/**
 * What people and pipelines do at GitHub. Each thing is dated when it is asked for and done when those before it in the same repository
 * are, so that nobody has to wait: a day may pass within seconds.
 */
export class Code {
  readonly #world: WorldDescription;
  readonly #github: Pick<GithubWorld, 'find'>;
  readonly #now: () => number;
  readonly #onProblem: (problem: string) => void;
  /** By service: the last thing that was asked for. */
  readonly #last = new Map<string, Promise<void>>();
  /** Versions that are to be released, as `service version`. */
  readonly #promised = new Set<string>();

  /** @param options - `onProblem`: what could not be done */
  static create(options: {
    world: WorldDescription;
    github: Pick<GithubWorld, 'find'>;
    now: () => number;
    onProblem: (problem: string) => void;
  }): Code {
    return new Code(options);
  }

  private constructor(options: Parameters<typeof Code.create>[0]) {
    this.#world = options.world;
    this.#github = options.github;
    this.#now = options.now;
    this.#onProblem = options.onProblem;
  }

  /** Merged now; reviewed a while before. */
  merge(service: string, change: Merge): void {
    const at = this.#now();
    this.#then(service, repository => mergeAt(repository, change, at));
  }

  /** Somebody of the owning team merges something small, on the way to a version. */
  mergeSomethingSmall(service: string, version: string): void {
    const at = this.#now();
    const { owner } = rowNamed(this.#world.services, service);
    const developers = developersOf(this.#world, owner);
    this.#then(service, async repository => {
      const n = repository.pulls.all.length;
      const author = developers[n % developers.length];
      const defaults = (await repository.read(DEFAULTS_FILE)) ?? '';
      await mergeAt(
        repository,
        {
          ...smallChange(service, n, { defaults, version }),
          author,
          reviewer: reviewerOf(this.#world, owner, author),
        },
        at,
      );
    });
  }

  /** The next version after another that no release has, and that nobody else will get. */
  reserveVersion(service: string, after: string): string {
    const { releases } = this.#repository(service);
    let version = nextVersion(after);
    while (
      this.#promised.has(`${service} ${version}`) ||
      releases.find({ tag: version })
    ) {
      version = nextVersion(version);
    }
    this.#promised.add(`${service} ${version}`);
    return version;
  }

  /** Tags the newest commit, after a build that passed. */
  release(
    service: string,
    version: string,
    options: { isPrerelease?: true } = {},
  ): void {
    const at = this.#now();
    const author = this.#developer(service);
    const promise = `${service} ${version}`;
    this.#promised.add(promise);
    this.#then(service, async repository => {
      await repository.check({
        name: 'build',
        conclusion: 'success',
        title: 'Build passed',
        startedAt: at - BUILD_MS,
        at,
      });
      await repository.release({ tag: version, author, at, ...options });
      this.#promised.delete(promise);
    });
  }

  /** Notes that a version is being deployed; the answer ends it. */
  deploy(
    service: string,
    version: string,
    environment: string,
  ): (state: 'success' | 'failure') => void {
    const at = this.#now();
    const creator = this.#developer(service);
    let id: number | undefined;
    this.#then(service, async repository => {
      const deployment = await repository.deploy({
        sha: repository.releases.find({ tag: version })?.sha,
        ref: version,
        environment,
        creator,
        state: 'in_progress',
        at,
      });
      id = deployment.id;
    });
    return state => {
      const endedAt = this.#now();
      this.#then(service, async repository => {
        if (id === undefined) return;
        await repository.deployments.setStatus(id, { state, at: endedAt });
      });
    };
  }

  /** The commit that a version was released from, when all that was asked for before has been done. */
  async commitOf(service: string, version: string): Promise<string> {
    await this.#last.get(service);
    const release = this.#repository(service).releases.find({ tag: version });
    if (!release) throw new Error(`${service} has no release '${version}'`);
    return release.sha;
  }

  /** Resolves when all that was asked for has been done. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #then(
    service: string,
    task: (repository: Repository) => Promise<void>,
  ): void {
    const turn = (this.#last.get(service) ?? Promise.resolve())
      .then(() => task(this.#repository(service)))
      .catch(error => this.#onProblem(`GitHub, ${service}: ${String(error)}`));
    this.#last.set(service, turn);
  }

  #developer(service: string): Account {
    const { owner } = rowNamed(this.#world.services, service);
    return developersOf(this.#world, owner)[0];
  }

  #repository(service: string): Repository {
    return this.#github.find(`${this.#world.organization}/${service}`);
  }
}

async function mergeAt(
  repository: Repository,
  change: Merge,
  at: number,
): Promise<void> {
  const { author, body, files, labels = [], number, reviewer, title } = change;
  await repository.merge({
    pullRequest: { number, title, body, author, labels },
    reviews: reviewer
      ? [{ by: reviewer, state: 'APPROVED', body: '', at: at - REVIEW_MS }]
      : [],
    files,
    at,
  });
}
