import { changedFiles } from '../git/changedFiles.ts';
import { count } from '../git/commits.ts';
import type { Repository } from '../repository/Repository.ts';
import type { PullRequest } from '../repository/state.ts';
import { sum } from '../shapes/commit.ts';
import type { PullRequestCounts } from '../shapes/pullRequest.ts';

/** What GitHub counts of a pull request. */
export async function countsOf(
  repository: Repository,
  pull: PullRequest,
): Promise<PullRequestCounts> {
  const { git } = repository;
  const [commits, files] = await Promise.all([
    count(git, `${pull.base}..${pull.head}`),
    changedFiles(git, pull.base, pull.head),
  ]);
  return { commits, ...sum(files), files: files.length };
}
