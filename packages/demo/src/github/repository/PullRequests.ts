import { FastImport } from '../git/FastImport.ts';
import { mergeFiles } from '../git/mergeFiles.ts';
import type { FileChanges } from '../Story.ts';
import { GITHUB } from './accounts.ts';
import { applyChanges } from './applyChanges.ts';
import { land, type Landing } from './land.ts';
import type { Ledger } from './Ledger.ts';
import {
  addReview,
  closeMerged,
  newPull,
  squashMessage,
  type NewPullRequest,
  type NewReview,
} from './pull.ts';
import type { Account, PullRequest, Review } from './state.ts';

/** Of all, the oldest closed ones are forgotten. */
const PULLS_MAX = 300;

/** The pull requests of a repository, into its branch `main`. */
export class PullRequests {
  readonly #ledger: Ledger;

  static create(ledger: Ledger): PullRequests {
    return new PullRequests(ledger);
  }

  private constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Oldest first. */
  get all(): readonly PullRequest[] {
    return this.#ledger.state.pulls;
  }

  find(number: number): PullRequest | undefined {
    return this.all.find(one => one.number === number);
  }

  /** Commits to a branch of its own and asks to merge it. */
  open(
    asked: NewPullRequest & { files: FileChanges; at?: number },
  ): Promise<PullRequest> {
    const { git } = this.#ledger;
    return this.#ledger.write(async () => {
      const at = asked.at ?? this.#ledger.now();
      const base = await this.#ledger.main();
      const pull = newPull(this.#ledger, asked, { base, at });
      const sender = asked.author;
      const files = await applyChanges(asked.files, file =>
        git.read(base, file),
      );
      const ref = `refs/heads/${pull.branch}`;
      await FastImport.run(git, async importing => {
        pull.head = await importing.commit({
          ref,
          parent: base,
          files,
          message: pull.title,
          author: { ...sender, at },
          committer: { ...sender, at },
        });
        await importing.point(`refs/pull/${pull.number}/head`, pull.head);
      });
      await this.#add(pull);
      return {
        result: pull,
        events: [
          { type: 'push', ref, after: pull.head, at, sender },
          { type: 'pull_request', action: 'opened', pull, sender },
        ],
      };
    });
  }

  review(number: number, given: NewReview): Promise<Review> {
    return this.#ledger.write(async () => {
      const pull = this.#get(number);
      const at = given.at ?? this.#ledger.now();
      const review = addReview(this.#ledger, pull, { ...given, at });
      const sender = given.by;
      return {
        result: review,
        events: [
          {
            type: 'pull_request_review',
            action: 'submitted',
            pull,
            review,
            sender,
          },
        ],
      };
    });
  }

  /**
   * Squashes the branch into one commit on `main`. Rejects when somebody else changed the same lines meanwhile.
   */
  merge(
    number: number,
    options: { by: Account; message?: string; at?: number },
  ): Promise<PullRequest> {
    const { git } = this.#ledger;
    return this.#ledger.write(async () => {
      const pull = this.#getOpen(number);
      const at = options.at ?? this.#ledger.now();
      const before = await this.#ledger.main();
      const files = await mergeFiles(git, { ...pull, onto: before });
      if (!files) throw new Error(`#${number} has conflicts with main`);
      const commit = await FastImport.run(git, async importing => {
        await importing.point(`refs/heads/${pull.branch}`, undefined);
        return importing.commit({
          ref: 'refs/heads/main',
          parent: before,
          files,
          message: squashMessage(pull, options.message),
          author: { ...pull.author, at },
          committer: { ...GITHUB, at },
        });
      });
      const { by } = options;
      return {
        result: pull,
        events: closeMerged(pull, { before, commit, at, by }),
      };
    });
  }

  /** Opens, reviews and merges in one go, as if it had happened over time. */
  land(
    landing: Landing & { files: FileChanges; at?: number },
  ): Promise<PullRequest> {
    const { git } = this.#ledger;
    return this.#ledger.write(async () => {
      const main = await this.#ledger.main();
      const files = await applyChanges(landing.files, file =>
        git.read(main, file),
      );
      const { pull, events } = await FastImport.run(git, importing =>
        land(this.#ledger, importing, {
          ...landing,
          main,
          files,
          at: landing.at ?? this.#ledger.now(),
        }),
      );
      await this.#add(pull);
      return { result: pull, events };
    });
  }

  /** Closes it unmerged. */
  close(
    number: number,
    options: { by: Account; at?: number },
  ): Promise<PullRequest> {
    return this.#ledger.write(async () => {
      const pull = this.#getOpen(number);
      pull.state = 'closed';
      pull.closedAt = options.at ?? this.#ledger.now();
      pull.updatedAt = pull.closedAt;
      await this.#ledger.git.run([
        'update-ref',
        '-d',
        `refs/heads/${pull.branch}`,
      ]);
      return {
        result: pull,
        events: [
          { type: 'pull_request', action: 'closed', pull, sender: options.by },
        ],
      };
    });
  }

  /** Whether it can be merged, or could have been. */
  async isMergeable(pull: PullRequest): Promise<boolean> {
    const { git } = this.#ledger;
    const onto = await this.#ledger.main();
    return (
      pull.base === onto ||
      (await mergeFiles(git, { ...pull, onto })) !== undefined
    );
  }

  #get(number: number): PullRequest {
    const pull = this.find(number);
    if (!pull) throw new Error(`there is no pull request ${number}`);
    return pull;
  }

  #getOpen(number: number): PullRequest {
    const pull = this.#get(number);
    if (pull.state === 'closed') throw new Error(`#${number} is closed`);
    return pull;
  }

  async #add(pull: PullRequest): Promise<void> {
    const { pulls } = this.#ledger.state;
    pulls.push(pull);
    if (pulls.length <= PULLS_MAX) return;
    const oldest = pulls.findIndex(one => one.state === 'closed');
    if (oldest < 0) return;
    const [{ number }] = pulls.splice(oldest, 1);
    await this.#ledger.git.run([
      'update-ref',
      '-d',
      `refs/pull/${number}/head`,
    ]);
  }
}
