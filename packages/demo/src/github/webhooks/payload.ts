import { changedFiles } from '../git/changedFiles.ts';
import { type Commit, commit, log } from '../git/commits.ts';
import type { RepositoryEvent } from '../repository/events.ts';
import { countsOf } from '../routes/countsOf.ts';
import {
  accountShape,
  organizationShape,
  ownerShape,
} from '../shapes/account.ts';
import { checkRunShape } from '../shapes/check.ts';
import { commitShape } from '../shapes/commit.ts';
import {
  deploymentShape,
  deploymentStatusShape,
} from '../shapes/deployment.ts';
import { date, type Place } from '../shapes/Place.ts';
import {
  fullPullRequestShape,
  pullRequestShape,
  reviewShape,
} from '../shapes/pullRequest.ts';
import { releaseShape } from '../shapes/release.ts';
import { repositoryShape } from '../shapes/repository.ts';

/** GitHub names no more commits of a push. */
const PUSH_COMMITS_MAX = 2048;
const NOTHING = '0'.repeat(40);

/** What GitHub's webhook tells of an event: its body, before it is written as JSON. */
export async function payload(
  place: Place,
  event: RepositoryEvent,
): Promise<object> {
  const { site, repository } = place;
  return {
    ...('action' in event && { action: event.action }),
    ...(await about(place, event)),
    repository:
      event.type === 'push'
        ? pushedRepository(place, event.at)
        : repositoryShape(place),
    organization: organizationShape(site, repository.owner),
    sender: accountShape(site, event.sender),
  };
}

async function about(place: Place, event: RepositoryEvent): Promise<object> {
  switch (event.type) {
    case 'push':
      return push(place, event);
    case 'pull_request': {
      const { pull } = event;
      const counts = await countsOf(place.repository, pull);
      return {
        number: pull.number,
        pull_request: fullPullRequestShape(place, pull, counts),
      };
    }
    case 'pull_request_review': {
      const { pull, review } = event;
      const shape = reviewShape(place, pull, review);
      return {
        // Other than over REST, in lower case.
        review: { ...shape, state: shape.state.toLowerCase() },
        pull_request: pullRequestShape(place, pull),
      };
    }
    case 'deployment':
      return {
        deployment: deploymentShape(place, event.deployment),
        workflow: null,
        workflow_run: null,
      };
    case 'deployment_status': {
      const { deployment, status } = event;
      return {
        deployment_status: deploymentStatusShape(place, deployment, status),
        deployment: deploymentShape(place, deployment),
      };
    }
    case 'check_run':
      return { check_run: checkRun(place, event.check) };
    case 'status':
      return commitStatus(place, event.status);
    case 'release':
      return { release: releaseShape(place, event.release) };
    default:
      return event satisfies never;
  }
}

async function push(
  place: Place,
  event: Extract<RepositoryEvent, { type: 'push' }>,
) {
  const { git } = place.repository;
  const { ref, before = NOTHING, after = NOTHING, sender } = event;
  const commits = await pushedCommits(place, event);
  const head =
    commits.at(-1) ??
    (after === NOTHING
      ? null
      : await pushedCommit(place, await commit(git, after)));
  const isTag = ref.startsWith('refs/tags/');
  return {
    ref,
    before,
    after,
    created: before === NOTHING,
    deleted: after === NOTHING,
    forced: false,
    base_ref: isTag ? 'refs/heads/main' : null,
    compare: compareUrl(place, event),
    commits,
    head_commit: head,
    pusher: { name: sender.login, email: sender.email },
  };
}

/** Oldest first. A tag brings none. */
async function pushedCommits(
  place: Place,
  event: Extract<RepositoryEvent, { type: 'push' }>,
) {
  const { ref, before, after } = event;
  if (!after || ref.startsWith('refs/tags/')) return [];
  const range = before ? `${before}..${after}` : `refs/heads/main..${after}`;
  const found = await log(place.repository.git, range, {
    max: PUSH_COMMITS_MAX,
  });
  return Promise.all(found.reverse().map(one => pushedCommit(place, one)));
}

async function pushedCommit(place: Place, pushed: Commit) {
  const { git } = place.repository;
  const files = await changedFiles(git, pushed.parents[0], pushed.id);
  const paths = (status: string) =>
    files.filter(file => file.status === status).map(file => file.path);
  const renamed = files.filter(file => file.previousPath);
  return {
    id: pushed.id,
    tree_id: pushed.tree,
    distinct: true,
    message: pushed.message,
    timestamp: pushed.committer.date,
    url: `${place.web}/commit/${pushed.id}`,
    author: person(place, pushed.author),
    committer: person(place, pushed.committer),
    added: [...paths('added'), ...renamed.map(file => file.path)],
    removed: [
      ...paths('removed'),
      ...renamed.map(file => file.previousPath ?? ''),
    ],
    modified: paths('modified'),
  };
}

function person(place: Place, { name, email }: Commit['author']) {
  const username =
    place.repository.accountOf(email)?.login ??
    (email === 'noreply@github.com' ? 'web-flow' : undefined);
  return { name, email, ...(username && { username }) };
}

function compareUrl(
  { web }: Place,
  event: Extract<RepositoryEvent, { type: 'push' }>,
): string {
  const { before, after, ref } = event;
  const short = (id: string) => id.slice(0, 12);
  if (before && after)
    return `${web}/compare/${short(before)}...${short(after)}`;
  return `${web}/compare/${ref.replace(/^refs\/(heads|tags)\//, '')}`;
}

/** Other than elsewhere, a push tells these in seconds since 1970. */
function pushedRepository(place: Place, at: number) {
  const { state, owner } = place.repository;
  return {
    ...repositoryShape(place),
    created_at: Math.floor(state.createdAt / 1000),
    pushed_at: Math.floor(at / 1000),
    updated_at: date(at),
    owner: { name: owner, email: null, ...ownerShape(place.site, owner) },
    stargazers: 0,
    master_branch: 'main',
    organization: owner,
  };
}

function checkRun(
  place: Place,
  check: Extract<RepositoryEvent, { type: 'check_run' }>['check'],
) {
  const shape = checkRunShape(place, check);
  const isOver = check.status === 'completed';
  const [pull] = shape.pull_requests;
  return {
    ...shape,
    check_suite: {
      id: check.suite,
      node_id: shape.node_id,
      head_branch: pull?.head.ref ?? 'main',
      head_sha: check.sha,
      status: isOver ? 'completed' : 'in_progress',
      conclusion: isOver ? check.conclusion ?? null : null,
      url: `${place.api}/check-suites/${check.suite}`,
      before: null,
      after: check.sha,
      pull_requests: shape.pull_requests,
      app: shape.app,
      created_at: date(check.startedAt),
      updated_at: date(check.completedAt ?? check.startedAt),
    },
  };
}

async function commitStatus(
  place: Place,
  told: Extract<RepositoryEvent, { type: 'status' }>['status'],
) {
  const { git, fullName } = place.repository;
  return {
    id: told.id,
    sha: told.sha,
    name: fullName,
    avatar_url: accountShape(place.site, told.creator).avatar_url,
    target_url: told.url ?? null,
    context: told.context,
    description: told.description || null,
    state: told.state,
    commit: commitShape(place, await commit(git, told.sha)),
    branches: [],
    created_at: date(told.at),
    updated_at: date(told.at),
  };
}
