/** A GitHub account. */
export interface Account {
  login: string;
  id: number;
  type: 'User' | 'Bot';
  /** As Git knows the person. */
  name: string;
  email: string;
}

/** A pull request that was merged by squashing. */
export interface PullRequestStory {
  number: number;
  title: string;
  body: string;
  author: Account;
  labels: string[];
  reviews: {
    by: Account;
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
    body: string;
    minutesBeforeNow: number;
  }[];
}

/** One commit on `main`. */
export interface CommitStory {
  message: string;
  author: Account;
  minutesBeforeNow: number;
  /** New contents by path, worked out from the old ones; undefined removes the file. */
  files: Record<string, (old: string) => string | undefined>;
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
  commits: CommitStory[];
}
