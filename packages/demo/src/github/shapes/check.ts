import type { CheckRun, CommitStatus } from '../repository/state.ts';
import { accountShape, actionsApp } from './account.ts';
import { date, nodeId, type Place } from './Place.ts';
import { minimalRepositoryShape } from './repository.ts';
import type { Schema } from './schema.ts';

export function checkRunShape(
  place: Place,
  check: CheckRun,
): Schema<'check-run'> {
  const { api, web, site } = place;
  const url = `${api}/check-runs/${check.id}`;
  const page = `${web}/commit/${check.sha}#check-${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CheckRun', check.id),
    head_sha: check.sha,
    external_id: '',
    url,
    html_url: page,
    details_url: page,
    status: check.status,
    conclusion: check.conclusion ?? null,
    started_at: date(check.startedAt),
    completed_at:
      check.completedAt === undefined ? null : date(check.completedAt),
    output: {
      title: check.title ?? null,
      summary: check.summary ?? null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.suite },
    app: actionsApp(site),
    pull_requests: pullsOf(place, check.sha).map(pull => ({
      url: `${api}/pulls/${pull.number}`,
      id: pull.id,
      number: pull.number,
      head: end(place, pull.branch, pull.head),
      base: end(place, 'main', pull.base),
    })),
  };
}

/** All checks of a commit together. */
export function checkSuiteShape(
  place: Place,
  checks: readonly CheckRun[],
  commit: Schema<'simple-commit'>,
): Schema<'check-suite'> {
  const { api } = place;
  const [{ suite, sha }] = checks;
  const isOver = checks.every(one => one.status === 'completed');
  const url = `${api}/check-suites/${suite}`;
  return {
    id: suite,
    node_id: nodeId('CheckSuite', suite),
    head_branch: pullsOf(place, sha)[0]?.branch ?? 'main',
    head_sha: sha,
    status: isOver ? 'completed' : 'in_progress',
    conclusion: isOver ? worst(checks) : null,
    url,
    before: null,
    after: sha,
    pull_requests: [],
    app: actionsApp(place.site),
    repository: minimalRepositoryShape(place),
    created_at: date(Math.min(...checks.map(one => one.startedAt))),
    updated_at: date(
      Math.max(...checks.map(one => one.completedAt ?? one.startedAt)),
    ),
    head_commit: commit,
    latest_check_runs_count: checks.length,
    check_runs_url: `${url}/check-runs`,
  };
}

export function statusShape(
  { api, site }: Place,
  status: CommitStatus,
): Schema<'status'> {
  const creator = accountShape(site, status.creator);
  return {
    url: `${api}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description || null,
    target_url: status.url ?? null,
    context: status.context,
    created_at: date(status.at),
    updated_at: date(status.at),
    creator,
  };
}

/** The newest status of each context, and what they come to. */
export function combinedStatusShape(
  place: Place,
  sha: string,
  newestFirst: readonly CommitStatus[],
): Schema<'combined-commit-status'> {
  const latest = [
    ...new Map(
      newestFirst.toReversed().map(one => [one.context, one]),
    ).values(),
  ];
  return {
    state: combined(latest),
    statuses: latest.map(one => {
      const { creator: _, ...simple } = statusShape(place, one);
      return simple;
    }),
    sha,
    total_count: latest.length,
    repository: minimalRepositoryShape(place),
    commit_url: `${place.api}/commits/${sha}`,
    url: `${place.api}/commits/${sha}/status`,
  };
}

function pullsOf({ repository }: Place, sha: string) {
  return repository.pulls.all.filter(one => one.head === sha);
}

function end({ api, repository }: Place, ref: string, sha: string) {
  const { id, name } = repository.state;
  return { ref, sha, repo: { id, url: api, name } };
}

/** What fails first decides. */
function worst(checks: readonly CheckRun[]) {
  return (
    checks.find(
      one => !['success', 'neutral', 'skipped'].includes(one.conclusion ?? ''),
    )?.conclusion ?? 'success'
  );
}

function combined(latest: readonly CommitStatus[]): string {
  if (latest.some(one => one.state === 'failure' || one.state === 'error')) {
    return 'failure';
  }
  const isPending = latest.some(one => one.state === 'pending');
  return isPending || latest.length === 0 ? 'pending' : 'success';
}
