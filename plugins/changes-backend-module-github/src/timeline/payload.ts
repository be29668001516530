import { z } from 'zod';

// Only what is read is named: GitHub adds fields at any time.

const page = z.url({ protocol: /^https?$/ }).max(2000);
const moment = z.iso.datetime({ offset: true });
const commitId = z.string().regex(/^[0-9a-f]{40,64}$/);

const account = z
  .object({ login: z.string().min(1).max(200), type: z.string().optional() })
  .nullish();

/** The repository that a delivery is about. */
export const repository = z.object({
  id: z.int(),
  full_name: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  html_url: page,
  default_branch: z.string(),
});

export const push = z.object({
  /** Other than elsewhere, a push tells this in seconds since 1970. */
  repository: z.object({ pushed_at: z.union([z.int(), moment]) }),
  /** `refs/heads/main` or `refs/tags/v1` */
  ref: z.string(),
  before: commitId,
  after: commitId,
  deleted: z.boolean(),
  forced: z.boolean(),
  compare: page,
  pusher: z.object({ name: z.string().min(1).max(200) }),
  sender: account,
  /** At most 2,048. */
  commits: z.array(z.object({ id: commitId })),
  head_commit: z
    .object({
      message: z.string(),
      timestamp: moment,
      url: page,
      committer: z.object({ username: z.string().optional() }).nullish(),
    })
    .nullish(),
});

export const pullRequest = z.object({
  action: z.string(),
  pull_request: z.object({
    number: z.int(),
    title: z.string(),
    html_url: page,
    merged: z.boolean(),
    merged_at: moment.nullish(),
    merged_by: account,
    user: account,
    base: z.object({ ref: z.string() }),
  }),
});

export const release = z.object({
  action: z.string(),
  release: z.object({
    id: z.int(),
    tag_name: z.string(),
    name: z.string().nullish(),
    html_url: page,
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: moment.nullish(),
    author: account,
  }),
});

export const workflowRun = z.object({
  workflow_run: z.object({
    id: z.int(),
    run_attempt: z.int().min(1).optional(),
    run_number: z.int(),
    name: z.string().nullish(),
    html_url: page,
    status: z.string(),
    conclusion: z.string().nullish(),
    head_branch: z.string().nullish(),
    run_started_at: moment.nullish(),
    created_at: moment,
    updated_at: moment,
    actor: account,
    triggering_actor: account,
  }),
});

export type Repository = z.infer<typeof repository>;
export type Account = z.infer<typeof account>;
