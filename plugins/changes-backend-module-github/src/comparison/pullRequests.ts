import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { GithubPullRequest, GithubReview } from '../client/schema';
import { maskText } from './mask';
import { accountPerson, type Person } from './people';

export type PullRequest = CodeComparison['pullRequests'][number];

const BODY_MAX_CHARS = 4_000;
const TITLE_MAX_CHARS = 300;
const LABELS_MAX = 30;

/** Of the pull requests that hold a commit those that count: the merged ones, else, on an unmerged branch, the open ones. */
export function relevantPullRequests(
  found: readonly GithubPullRequest[],
): GithubPullRequest[] {
  const merged = found.filter(pull => pull.merged_at);
  return merged.length > 0
    ? merged
    : found.filter(pull => pull.state === 'open');
}

/** Who stands by their approval: the last word of each reviewer counts, and a mere comment is none. */
export function approvers(reviews: readonly GithubReview[]): Person[] {
  const lastWord = new Map<string, string>();
  for (const { user, state } of reviews) {
    if (
      user &&
      ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(state)
    ) {
      lastWord.set(user.login, state);
    }
  }
  return [...lastWord]
    .filter(([, state]) => state === 'APPROVED')
    .map(([login]) => accountPerson({ login }));
}

/** A pull request as Ripple shows it; its body is text, never markup. */
export function pullRequest(
  pull: GithubPullRequest,
  reviews: readonly GithubReview[],
): PullRequest {
  const mergedAt = pull.merged_at ? Date.parse(pull.merged_at) : NaN;
  return {
    number: pull.number,
    title: maskText(pull.title, TITLE_MAX_CHARS),
    body: maskText(pull.body ?? '', BODY_MAX_CHARS),
    url: pull.html_url,
    author: accountPerson(pull.user),
    approvedBy: approvers(reviews),
    labels: pull.labels.slice(0, LABELS_MAX).map(label => label.name),
    ...(!Number.isNaN(mergedAt) && {
      mergedAt: new Date(mergedAt).toISOString(),
    }),
  };
}
