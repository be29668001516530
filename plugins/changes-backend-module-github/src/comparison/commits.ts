import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { GithubCommit } from '../client/schema';
import { maskText } from './mask';
import { authorOf } from './people';

const TITLE_MAX_CHARS = 300;

/** Commits as Ripple shows them. One without a readable date is left out: it could not be placed in time. */
export function codeCommits(
  commits: readonly GithubCommit[],
): CodeComparison['commits'] {
  return commits.flatMap(commit => {
    const { message, author, committer } = commit.commit;
    const at = Date.parse(committer?.date ?? author?.date ?? '');
    return Number.isNaN(at)
      ? []
      : [
          {
            sha: commit.sha,
            title: maskText(message.split('\n', 1)[0], TITLE_MAX_CHARS),
            at: new Date(at).toISOString(),
            author: authorOf(commit),
            url: commit.html_url,
          },
        ];
  });
}
