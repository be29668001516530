import { z } from 'zod';

const sha = z.string().regex(/^[0-9a-f]{40}$/);
/** Epoch milliseconds. */
const time = z.number();

export const account = z.object({
  login: z.string(),
  id: z.int(),
  type: z.enum(['User', 'Bot']),
  name: z.string(),
  email: z.string(),
});

export const review = z.object({
  id: z.int(),
  by: account,
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED']),
  body: z.string(),
  at: time,
  commit: sha,
});

export const pullRequest = z.object({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  body: z.string(),
  author: account,
  labels: z.array(z.string()),
  /** Asked for a review that they have not given. */
  reviewers: z.array(account),
  branch: z.string(),
  /** The commit of `main` that the branch began at. */
  base: sha,
  head: sha,
  createdAt: time,
  updatedAt: time,
  state: z.enum(['open', 'closed']),
  closedAt: time.optional(),
  merge: z.object({ commit: sha, at: time, by: account }).optional(),
  reviews: z.array(review),
});

export const DEPLOYMENT_STATES = [
  'queued',
  'pending',
  'in_progress',
  'success',
  'failure',
  'error',
  'inactive',
] as const;

export const deploymentStatus = z.object({
  id: z.int(),
  state: z.enum(DEPLOYMENT_STATES),
  description: z.string(),
  creator: account,
  at: time,
  /** Where the pipeline says more; the page of all deployments without it. */
  logUrl: z.string().optional(),
});

export const deployment = z.object({
  id: z.int(),
  sha,
  ref: z.string(),
  environment: z.string(),
  isProduction: z.boolean(),
  description: z.string(),
  creator: account,
  at: time,
  updatedAt: time,
  statuses: z.array(deploymentStatus),
});

export const CONCLUSIONS = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;

export const checkRun = z.object({
  id: z.int(),
  /** The suite of all checks of one app on one commit. */
  suite: z.int(),
  sha,
  name: z.string(),
  status: z.enum(['queued', 'in_progress', 'completed']),
  conclusion: z.enum(CONCLUSIONS).optional(),
  startedAt: time,
  completedAt: time.optional(),
  title: z.string().optional(),
  summary: z.string().optional(),
});

export const commitStatus = z.object({
  id: z.int(),
  sha,
  context: z.string(),
  state: z.enum(['error', 'failure', 'pending', 'success']),
  description: z.string(),
  url: z.string().optional(),
  creator: account,
  at: time,
});

export const release = z.object({
  id: z.int(),
  tag: z.string(),
  name: z.string(),
  body: z.string(),
  author: account,
  at: time,
  sha,
  isPrerelease: z.boolean(),
});

/** All that a repository knows beside what lies in Git. */
export const repositoryState = z.object({
  id: z.int(),
  owner: z.string(),
  name: z.string(),
  description: z.string(),
  language: z.string(),
  topics: z.array(z.string()),
  createdAt: time,
  pushedAt: time,
  /** Of the next thing that is made. */
  nextId: z.int(),
  nextNumber: z.int(),
  /** Whoever did something here. */
  accounts: z.array(account),
  /** Oldest first, all of them. */
  pulls: z.array(pullRequest),
  deployments: z.array(deployment),
  checks: z.array(checkRun),
  statuses: z.array(commitStatus),
  releases: z.array(release),
});

export type Account = z.infer<typeof account>;
export type Review = z.infer<typeof review>;
export type PullRequest = z.infer<typeof pullRequest>;
export type Deployment = z.infer<typeof deployment>;
export type DeploymentStatus = z.infer<typeof deploymentStatus>;
export type DeploymentState = DeploymentStatus['state'];
export type CheckRun = z.infer<typeof checkRun>;
export type CommitStatus = z.infer<typeof commitStatus>;
export type Release = z.infer<typeof release>;
export type RepositoryState = z.infer<typeof repositoryState>;
