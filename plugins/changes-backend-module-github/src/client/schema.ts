import { z } from 'zod';

/** Links are shown to people: nothing but pages. */
const page = z.url({ protocol: /^https?$/ });

const account = z.object({ login: z.string() }).nullish();

const signature = z
  .object({ name: z.string().nullish(), date: z.string().nullish() })
  .nullish();

/** The fields that are used of a commit. */
export const commit = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  html_url: page,
  commit: z.object({
    message: z.string(),
    author: signature,
    committer: signature,
  }),
  author: account,
});

/** The fields that are used of a changed file. */
export const file = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  additions: z.int().min(0),
  deletions: z.int().min(0),
  /** Absent for binary files and those that GitHub finds too large. */
  patch: z.string().optional(),
});

export const comparison = z.object({
  status: z.enum(['ahead', 'behind', 'identical', 'diverged']),
  total_commits: z.int().min(0),
  html_url: page,
  commits: z.array(commit),
  files: z.array(file).nullish(),
});

/** A commit with the files that it changed against its first parent. */
export const commitWithFiles = commit.extend({
  files: z.array(file).nullish(),
});

export const pullRequest = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: page,
  state: z.string(),
  user: account,
  labels: z.array(z.object({ name: z.string() })),
  merged_at: z.string().nullish(),
});

export const review = z.object({
  user: account,
  state: z.string(),
});

export type GithubCommit = z.infer<typeof commit>;
export type GithubFile = z.infer<typeof file>;
export type GithubComparison = z.infer<typeof comparison>;
export type GithubPullRequest = z.infer<typeof pullRequest>;
export type GithubReview = z.infer<typeof review>;
