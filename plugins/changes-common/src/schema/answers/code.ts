import { z } from 'zod';
import { timestamp } from '../event';

const person = z.object({
  name: z.string(),
  login: z.string().optional(),
  entityRef: z.string().optional(),
});

/** @public */
export const codeFile = z
  .object({
    path: z.string(),
    previousPath: z.string().optional(),
    status: z.enum(['added', 'removed', 'modified', 'renamed']),
    additions: z.int(),
    deletions: z.int(),
    /** Unified hunks without file header; absent when binary or too large. */
    patch: z.string().optional(),
    /** A lock file or generated: folded on screen. */
    generated: z.literal(true).optional(),
  })
  .meta({ id: 'CodeFile' });

/** @public */
export const codeComparison = z
  .object({
    repository: z.object({
      /** e.g. `github.com/acme/rest-api` */
      name: z.string(),
      url: z.string(),
    }),
    /** Absent: the previous version's commit is not known. */
    base: z.string().optional(),
    head: z.string(),
    /** `backward`: head is older than base, as in a rollback; the commits are those that were taken away. */
    direction: z.enum(['forward', 'backward']),
    url: z.string(),
    commits: z.array(
      z.object({
        sha: z.string(),
        title: z.string(),
        at: timestamp,
        author: person,
        url: z.string(),
      }),
    ),
    pullRequests: z.array(
      z.object({
        number: z.int(),
        title: z.string(),
        body: z.string(),
        url: z.string(),
        author: person,
        approvedBy: z.array(person),
        labels: z.array(z.string()),
        mergedAt: timestamp.optional(),
      }),
    ),
    authors: z.array(person),
    files: z.array(codeFile),
    /** More commits or files exist than are listed. */
    truncated: z.boolean(),
  })
  .meta({ id: 'CodeComparison' });

/**
 * The code behind a change: a comparison, or why there is none.
 * @public
 */
export const codeAnswer = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('found'),
      /** How the commits were found, e.g. "image tag v2.14.1 is a tag of acme/rest-api". */
      how: z.string(),
      comparison: codeComparison,
    }),
    z.object({ state: z.literal('unknown'), reason: z.string() }),
  ])
  .meta({ id: 'Code' });
