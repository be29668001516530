import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { CodeRange } from '@ripplehq/backstage-plugin-changes-node';
import { isLasting } from '../client/GithubFailure';
import type { GithubReader } from '../client/GithubReader';
import type {
  GithubCommit,
  GithubComparison,
  GithubFile,
  GithubPullRequest,
} from '../client/schema';
import { codeCommits } from './commits';
import { codeFiles } from './files';
import { authorsOf } from './people';
import {
  pullRequest,
  relevantPullRequests,
  type PullRequest,
} from './pullRequests';
import { reverseFile } from './reverseFile';

const COMMITS_A_PAGE = 100;
/** The newest pages of commits that are read beside the first, which has the files. */
const LAST_PAGES_MAX = 2;
/** GitHub lists no more files of a comparison than this. */
const FILES_MAX = 300;
/** Commits whose pull requests are looked for, the newest first: one request each. */
const COMMITS_WITH_PULL_REQUESTS_MAX = 20;
const PULL_REQUESTS_MAX = 15;
/** GitHub asks for no more than a few requests at a time. */
const PARALLEL_REQUESTS = 5;

/** What lies between two commits, before it is put into Ripple's words. */
interface Found {
  direction: CodeComparison['direction'];
  url: string;
  /** Newest first. */
  commits: GithubCommit[];
  files: GithubFile[];
  truncated: boolean;
}

/**
 * Commits, authors, pull requests and files between a range's ends.
 * @throws GithubFailure
 */
export async function compare(
  reader: GithubReader,
  range: CodeRange,
  repositoryUrl: string,
): Promise<CodeComparison> {
  const found = range.base
    ? await between(reader, range.base, range.head)
    : await single(reader, range.head);
  const files = codeFiles(found.files, range.path);
  return {
    repository: { name: range.repository, url: repositoryUrl },
    ...(range.base && { base: range.base }),
    head: range.head,
    direction: found.direction,
    url: found.url,
    commits: codeCommits(found.commits),
    pullRequests: await pullRequestsOf(reader, found.commits),
    authors: authorsOf(found.commits),
    files: found.direction === 'backward' ? files.map(reverseFile) : files,
    truncated: found.truncated,
  };
}

async function between(
  reader: GithubReader,
  base: string,
  head: string,
): Promise<Found> {
  const forward = await reader.compare(base, head, 1);
  // A rollback: what is now running lacks the commits that lead from here to there.
  return forward.status === 'behind'
    ? whole(reader, head, base, await reader.compare(head, base, 1), 'backward')
    : whole(reader, base, head, forward, 'forward');
}

async function whole(
  reader: GithubReader,
  from: string,
  to: string,
  first: GithubComparison,
  direction: Found['direction'],
): Promise<Found> {
  const lastPage = Math.ceil(first.total_commits / COMMITS_A_PAGE);
  const pages: GithubCommit[][] = [first.commits];
  const begin = Math.max(2, lastPage - LAST_PAGES_MAX + 1);
  for (let page = begin; page <= lastPage; page += 1) {
    pages.push((await reader.compare(from, to, page)).commits);
  }
  const commits = pages.flat().reverse();
  const files = first.files ?? [];
  return {
    direction,
    url: first.html_url,
    commits,
    files,
    truncated:
      commits.length < first.total_commits ||
      files.length >= FILES_MAX ||
      // Each end has commits that the other lacks; only those of one are listed.
      first.status === 'diverged',
  };
}

async function single(reader: GithubReader, head: string): Promise<Found> {
  const commit = await reader.commit(head);
  const files = commit.files ?? [];
  return {
    direction: 'forward',
    url: commit.html_url,
    commits: [commit],
    files,
    truncated: files.length >= FILES_MAX,
  };
}

async function pullRequestsOf(
  reader: GithubReader,
  commits: readonly GithubCommit[],
): Promise<PullRequest[]> {
  const pulls = new Map<number, GithubPullRequest>();
  const asked = commits.slice(0, COMMITS_WITH_PULL_REQUESTS_MAX);
  const found = await inParallel(asked, commit =>
    unlessRefused(reader.pullRequestsOf(commit.sha)),
  );
  for (const pull of found.flatMap(relevantPullRequests)) {
    pulls.set(pull.number, pull);
  }
  return inParallel(
    [...pulls.values()].slice(0, PULL_REQUESTS_MAX),
    async pull =>
      pullRequest(pull, await unlessRefused(reader.reviewsOf(pull.number))),
  );
}

/** A token that may read code but not pull requests still shows the code; what may pass by itself is thrown. */
async function unlessRefused<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer;
  } catch (error) {
    if (isLasting(error)) return [];
    throw error;
  }
}

/** Maps with a few requests at a time, in order. */
async function inParallel<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(
    Array.from({ length: Math.min(PARALLEL_REQUESTS, items.length) }, worker),
  );
  return results;
}
