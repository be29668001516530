import type { FastImport } from '../git/FastImport.ts';
import { GITHUB } from './accounts.ts';
import type { RepositoryEvent } from './events.ts';
import type { Ledger } from './Ledger.ts';
import {
  addReview,
  closeMerged,
  merger,
  newPull,
  squashMessage,
  type NewPullRequest,
  type NewReview,
} from './pull.ts';
import type { Account, PullRequest } from './state.ts';

/** A reviewer reads for a while before anything is said. */
const OPEN_BEFORE_REVIEW_MS = 30 * 60_000;

/** A pull request from its beginning to its end. */
export interface Landing {
  pullRequest: NewPullRequest & {
    /** Epoch milliseconds; half an hour before the first review without it. */
    openedAt?: number;
  };
  reviews?: (NewReview & { at: number })[];
  /** Who merged; the last to approve, else the author. */
  by?: Account;
  /** The squashed commit's; the title and number without it. */
  message?: string;
}

/** Opens, reviews and merges in one go; what is to be told of it, in order. */
export async function land(
  ledger: Ledger,
  importing: FastImport,
  landing: Landing & {
    main: string;
    files: ReadonlyMap<string, string | undefined>;
    at: number;
  },
): Promise<{ pull: PullRequest; commit: string; events: RepositoryEvent[] }> {
  const { pullRequest, reviews = [], main, files, at } = landing;
  const openedAt =
    pullRequest.openedAt ??
    Math.min(at, ...reviews.map(one => one.at)) - OPEN_BEFORE_REVIEW_MS;
  const pull = newPull(ledger, pullRequest, { base: main, at: openedAt });
  const { author } = pull;
  pull.head = await importing.commit({
    ref: `refs/pull/${pull.number}/head`,
    parent: main,
    files,
    message: pull.title,
    author: { ...author, at: openedAt },
    committer: { ...author, at: openedAt },
  });
  // What is told now must not know what comes next.
  const events: RepositoryEvent[] = [
    {
      type: 'pull_request',
      action: 'opened',
      pull: structuredClone(pull),
      sender: author,
    },
  ];
  for (const given of reviews) {
    const review = addReview(ledger, pull, given);
    events.push({
      type: 'pull_request_review',
      action: 'submitted',
      pull: structuredClone(pull),
      review,
      sender: given.by,
    });
  }
  const commit = await importing.commit({
    ref: 'refs/heads/main',
    parent: main,
    files,
    message: squashMessage(pull, landing.message),
    author: { ...author, at },
    committer: { ...GITHUB, at },
  });
  events.push(
    ...closeMerged(pull, {
      before: main,
      commit,
      at,
      by: landing.by ?? merger(pull),
    }),
  );
  return { pull, commit, events };
}
