import type { Account } from './repository/state.ts';

export type { Account };

/** New contents by path, worked out from the old ones (empty for a new file); undefined removes the file. */
export type FileChanges = Record<string, (old: string) => string | undefined>;

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';

/** A pull request that was merged by squashing. */
export interface PullRequestStory {
  /** The next free one without it. */
  number?: number;
  title: string;
  body: string;
  author: Account;
  labels: string[];
  /** Whose review is asked for and has not been given. */
  reviewers?: Account[];
  /** Worked out from the title without it. */
  branch?: string;
  /** Half an hour before its first review, or its merge, without it. */
  openedMinutesBeforeNow?: number;
  reviews: {
    by: Account;
    state: ReviewState;
    body: string;
    minutesBeforeNow: number;
  }[];
  /** Who pressed the button; the last to approve, or the author, without it. */
  mergedBy?: Account;
}

/** One commit on `main`. */
export interface CommitStory {
  message: string;
  author: Account;
  minutesBeforeNow: number;
  files: FileChanges;
  /** What brought it in. */
  pullRequest?: PullRequestStory;
  /** A release is made of this commit. */
  tag?: string;
}

/** A repository and how it came to be, oldest first. */
export interface RepositoryStory {
  owner: string;
  name: string;
  description: string;
  language: string;
  topics?: string[];
  commits: CommitStory[];
}
