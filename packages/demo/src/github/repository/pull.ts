import type { RepositoryEvent } from './events.ts';
import type { Ledger } from './Ledger.ts';
import type { Account, PullRequest, Review } from './state.ts';

const BRANCH_MAX_CHARS = 60;

/** What a person writes when they ask to merge a branch. */
export interface NewPullRequest {
  /** The next free one without it. */
  number?: number;
  title: string;
  body: string;
  author: Account;
  labels: string[];
  /** Whose review is asked for. */
  reviewers?: Account[];
  /** Worked out from the title without it. */
  branch?: string;
}

export interface NewReview {
  by: Account;
  state: Review['state'];
  body: string;
  /** Epoch milliseconds; now without it. */
  at?: number;
}

/** Takes a number and ids; the pull request is not in the list yet. */
export function newPull(
  ledger: Ledger,
  asked: NewPullRequest,
  options: { base: string; at: number },
): PullRequest {
  const { state } = ledger;
  const number = asked.number ?? state.nextNumber;
  if (state.pulls.some(one => one.number === number)) {
    throw new Error(`${state.name} has a pull request ${number} already`);
  }
  state.nextNumber = Math.max(state.nextNumber, number + 1);
  ledger.know(asked.author, ...(asked.reviewers ?? []));
  return {
    id: ledger.newId(),
    number,
    title: asked.title,
    body: asked.body,
    author: asked.author,
    labels: asked.labels,
    reviewers: asked.reviewers ?? [],
    branch: asked.branch ?? branchName(asked.title, number),
    base: options.base,
    head: options.base,
    createdAt: options.at,
    updatedAt: options.at,
    state: 'open',
    reviews: [],
  };
}

/** Notes a review, which answers the question for one. */
export function addReview(
  ledger: Ledger,
  pull: PullRequest,
  given: NewReview & { at: number },
): Review {
  const { by, state, body, at } = given;
  const review: Review = {
    id: ledger.newId(),
    by,
    state,
    body,
    at,
    commit: pull.head,
  };
  ledger.know(by);
  pull.reviews.push(review);
  pull.reviewers = pull.reviewers.filter(one => one.login !== by.login);
  pull.updatedAt = Math.max(pull.updatedAt, at);
  return review;
}

/** Notes that it went into `main`; what is to be told of that. */
export function closeMerged(
  pull: PullRequest,
  merged: { before: string; commit: string; at: number; by: Account },
): RepositoryEvent[] {
  const { before, commit, at, by } = merged;
  pull.state = 'closed';
  pull.closedAt = at;
  pull.updatedAt = Math.max(pull.updatedAt, at);
  pull.merge = { commit, at, by };
  return [
    { type: 'pull_request', action: 'closed', pull, sender: by },
    {
      type: 'push',
      ref: 'refs/heads/main',
      before,
      after: commit,
      at,
      sender: by,
    },
  ];
}

/** What GitHub proposes as the message of a squashed commit. */
export function squashMessage(pull: PullRequest, message?: string): string {
  return message ?? `${pull.title} (#${pull.number})`;
}

/** Who merges when nobody is named: the last to approve. */
export function merger(pull: PullRequest): Account {
  return (
    pull.reviews.findLast(one => one.state === 'APPROVED')?.by ?? pull.author
  );
}

function branchName(title: string, number: number): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, BRANCH_MAX_CHARS)
    .replace(/^-+|-+$/g, '');
  return `${slug || 'change'}-${number}`;
}
