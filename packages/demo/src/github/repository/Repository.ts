import { createHash } from 'node:crypto';
import { FastImport } from '../git/FastImport.ts';
import { Git } from '../git/Git.ts';
import type { FileChanges, RepositoryStory } from '../Story.ts';
import { applyChanges } from './applyChanges.ts';
import { Checks, type NewCheck } from './Checks.ts';
import { Deployments, type NewDeployment } from './Deployments.ts';
import type { RepositoryEvent } from './events.ts';
import type { Landing } from './land.ts';
import { Ledger } from './Ledger.ts';
import { PullRequests } from './PullRequests.ts';
import { Releases, type NewRelease } from './Releases.ts';
import type {
  Account,
  CheckRun,
  Deployment,
  PullRequest,
  Release,
  RepositoryState,
} from './state.ts';
import { tellStory } from './tellStory.ts';

/** Word of what happened in a repository. */
export type Tell = (
  event: RepositoryEvent,
  repository: Repository,
) => Promise<void>;

/** A repository on GitHub: what lies in Git, and what GitHub knows beside it. */
export class Repository {
  readonly git: Git;
  readonly pulls: PullRequests;
  readonly deployments: Deployments;
  readonly checks: Checks;
  readonly releases: Releases;
  readonly #ledger: Ledger;

  /** Commits a story into an empty folder. Nothing of that is told. */
  static async create(options: {
    story: RepositoryStory;
    folder: string;
    now: () => number;
    tell: Tell;
  }): Promise<Repository> {
    const { story } = options;
    const now = options.now();
    const state = newState(story, now);
    const git = await Git.create(options.folder);
    const repository = new Repository({ ...options, git, state });
    await tellStory(repository.#ledger, story.commits, now);
    return repository;
  }

  /** One that lies in a folder already. */
  static open(options: {
    state: RepositoryState;
    folder: string;
    now: () => number;
    tell: Tell;
  }): Repository {
    return new Repository({ ...options, git: Git.open(options.folder) });
  }

  private constructor(options: {
    state: RepositoryState;
    git: Git;
    now: () => number;
    tell: Tell;
  }) {
    const { git, state, now } = options;
    this.git = git;
    this.#ledger = Ledger.create({
      git,
      state,
      now,
      tell: event => options.tell(event, this),
    });
    this.pulls = PullRequests.create(this.#ledger);
    this.deployments = Deployments.create(this.#ledger);
    this.checks = Checks.create(this.#ledger);
    this.releases = Releases.create(this.#ledger);
  }

  get owner(): string {
    return this.state.owner;
  }

  get name(): string {
    return this.state.name;
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  get state(): Readonly<RepositoryState> {
    return this.#ledger.state;
  }

  /** The newest commit of `main`. */
  main(): Promise<string> {
    return this.#ledger.main();
  }

  /** A file's text; undefined where there is none. */
  read(file: string, ref = 'main'): Promise<string | undefined> {
    return this.git.read(ref, file);
  }

  /** The account whose commits bear this address. */
  accountOf(email: string): Account | undefined {
    return this.#ledger.accountOf(email);
  }

  account(login: string): Account | undefined {
    return this.#ledger.account(login);
  }

  /** Commits straight to `main`; the commit's id. */
  push(asked: {
    message: string;
    author: Account;
    files: FileChanges;
    /** Epoch milliseconds; now without it. */
    at?: number;
  }): Promise<string> {
    return this.#ledger.write(async () => {
      const { message, author, at = this.#ledger.now() } = asked;
      const before = await this.main();
      const files = await applyChanges(asked.files, file =>
        this.git.read(before, file),
      );
      const ref = 'refs/heads/main';
      const after = await FastImport.run(this.git, importing =>
        importing.commit({
          ref,
          parent: before,
          files,
          message,
          author: { ...author, at },
          committer: { ...author, at },
        }),
      );
      return {
        result: after,
        events: [{ type: 'push', ref, before, after, at, sender: author }],
      };
    });
  }

  /** A pull request from opening to merge in one go, told as it would have been. For one that stays open for a while: `pulls.open`. */
  merge(
    landing: Landing & { files: FileChanges; at?: number },
  ): Promise<PullRequest> {
    return this.pulls.land(landing);
  }

  /** A deployment, with its first status if one is given; `deployments.setStatus` tells how it goes on. */
  deploy(asked: NewDeployment): Promise<Deployment> {
    return this.deployments.create(asked);
  }

  /** A check run that has ended, or, without a conclusion, one that `checks.complete` ends. */
  check(asked: NewCheck): Promise<CheckRun> {
    return this.checks.add(asked);
  }

  release(asked: NewRelease): Promise<Release> {
    return this.releases.publish(asked);
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.#ledger.idle();
  }

  /** All beside what lies in the folder, when nothing is being written any more. */
  async save(): Promise<RepositoryState> {
    await this.idle();
    return structuredClone(this.#ledger.state);
  }
}

function newState(story: RepositoryStory, now: number): RepositoryState {
  const { owner, name, description, language, topics = [] } = story;
  const oldest = Math.max(0, ...story.commits.map(one => one.minutesBeforeNow));
  const id =
    createHash('sha256').update(`${owner}/${name}`).digest().readUInt32BE() %
    1_000_000;
  return {
    id: 500_000_000 + id,
    owner,
    name,
    description,
    language,
    topics,
    createdAt: now - oldest * 60_000,
    pushedAt: now,
    // No two repositories give the same ids.
    nextId: id * 1_000_000 + 1,
    nextNumber: 1,
    accounts: [],
    pulls: [],
    deployments: [],
    checks: [],
    statuses: [],
    releases: [],
  };
}
