import type { PullRequest, Review } from '../repository/state.ts';
import { accountShape, ownerShape } from './account.ts';
import { labelShape } from './label.ts';
import { date, nodeId, type Place } from './Place.ts';
import { repositoryShape } from './repository.ts';
import type { Schema } from './schema.ts';

const time = (at: number | undefined) => (at === undefined ? null : date(at));

/** A pull request in a list. */
export function pullRequestShape(
  place: Place,
  pull: PullRequest,
): Schema<'pull-request-simple'> {
  const { api, web, site } = place;
  const { number } = pull;
  const issue = `${api}/issues/${number}`;
  const url = `${api}/pulls/${number}`;
  const page = `${web}/pull/${number}`;
  const statuses = `${api}/statuses/${pull.head}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountShape(site, pull.author),
    body: pull.body === '' ? null : pull.body,
    created_at: date(pull.createdAt),
    updated_at: date(pull.updatedAt),
    closed_at: time(pull.closedAt),
    merged_at: time(pull.merge?.at),
    merge_commit_sha: pull.merge?.commit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.reviewers.map(one => accountShape(site, one)),
    requested_teams: [],
    labels: pull.labels.map(name => labelShape(place, name)),
    milestone: null,
    draft: false,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: end(place, pull.branch, pull.head),
    base: end(place, 'main', pull.base),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(pull.author.type),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** What is counted only for a pull request that is asked for alone. */
export interface PullRequestCounts {
  commits: number;
  additions: number;
  deletions: number;
  files: number;
  /** Absent while GitHub has not worked it out, as in what a webhook tells. */
  isMergeable?: boolean;
}

/** A pull request by itself. */
export function fullPullRequestShape(
  place: Place,
  pull: PullRequest,
  counts: PullRequestCounts,
): Schema<'pull-request'> {
  const { head, base, user, ...shape } = pullRequestShape(place, pull);
  const { site, repository } = place;
  const owner = ownerShape(site, repository.owner);
  const isMergeable = pull.state === 'open' ? counts.isMergeable ?? null : null;
  return {
    ...shape,
    state: pull.state,
    user: user ?? owner,
    head: { ...head, user: owner },
    base: { ...base, user: owner },
    requested_teams: [],
    merged: pull.merge !== undefined,
    mergeable: isMergeable,
    rebaseable: isMergeable,
    mergeable_state: mergeableState(isMergeable),
    merged_by: pull.merge ? accountShape(site, pull.merge.by) : null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: counts.commits,
    additions: counts.additions,
    deletions: counts.deletions,
    changed_files: counts.files,
  };
}

export function reviewShape(
  place: Place,
  pull: PullRequest,
  review: Review,
): Schema<'pull-request-review'> {
  const page = `${place.web}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const url = `${place.api}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: accountShape(place.site, review.by),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: date(review.at),
    commit_id: review.commit,
    author_association: association(review.by.type),
  };
}

/** A pull request as the issue that it is, too. */
export function issueShape(place: Place, pull: PullRequest): Schema<'issue'> {
  const { api, site } = place;
  const url = `${api}/issues/${pull.number}`;
  const shape = pullRequestShape(place, pull);
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: shape.html_url,
    id: pull.id,
    node_id: shape.node_id,
    number: pull.number,
    title: pull.title,
    user: shape.user,
    labels: shape.labels,
    state: pull.state,
    state_reason: null,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: 0,
    created_at: shape.created_at,
    updated_at: shape.updated_at,
    closed_at: shape.closed_at,
    author_association: shape.author_association,
    active_lock_reason: null,
    draft: false,
    pull_request: {
      url: shape.url,
      html_url: shape.html_url,
      diff_url: shape.diff_url,
      patch_url: shape.patch_url,
      merged_at: shape.merged_at,
    },
    body: shape.body,
    closed_by: pull.merge ? accountShape(site, pull.merge.by) : null,
    timeline_url: `${url}/timeline`,
  };
}

function end(place: Place, ref: string, sha: string) {
  const { owner } = place.repository;
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: ownerShape(place.site, owner),
    repo: repositoryShape(place),
  };
}

function association(type: 'User' | 'Bot') {
  return type === 'Bot' ? 'CONTRIBUTOR' : 'MEMBER';
}

function mergeableState(isMergeable: boolean | null): string {
  if (isMergeable === null) return 'unknown';
  return isMergeable ? 'clean' : 'dirty';
}
