import { ownerShape } from './account.ts';
import { date, nodeId, type Place } from './Place.ts';
import type { Schema } from './schema.ts';

/** A repository as all lists, pull requests and webhooks give it. */
export function repositoryShape(place: Place): Schema<'repository'> {
  return common(place);
}

/** Where GitHub leaves most of it out, the rest does no harm. */
export function minimalRepositoryShape(
  place: Place,
): Schema<'minimal-repository'> {
  return common(place);
}

/** What the repository's own route adds. */
export function fullRepositoryShape(place: Place): Schema<'full-repository'> {
  const shape = common(place);
  return {
    ...shape,
    permissions: {
      admin: false,
      maintain: false,
      push: false,
      triage: false,
      pull: true,
    },
    organization: shape.owner,
    network_count: 0,
    subscribers_count: 0,
    allow_squash_merge: true,
    allow_merge_commit: false,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    delete_branch_on_merge: true,
    squash_merge_commit_title: 'PR_TITLE',
  };
}

function common(place: Place) {
  const { api, web, site, repository } = place;
  const { state, owner, name, fullName } = repository;
  const open = repository.pulls.all.filter(one => one.state === 'open').length;
  return {
    id: state.id,
    node_id: nodeId('Repository', state.id),
    name,
    full_name: fullName,
    private: true,
    owner: ownerShape(site, owner),
    html_url: web,
    description: state.description,
    fork: false,
    url: api,
    ...links(api),
    git_url: web.replace(/^https?:/, 'git:').concat('.git'),
    ssh_url: `git@${new URL(web).hostname}:${fullName}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    homepage: null,
    mirror_url: null,
    created_at: date(state.createdAt),
    updated_at: date(state.pushedAt),
    pushed_at: date(state.pushedAt),
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    forks_count: 0,
    open_issues_count: open,
    language: state.language,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    custom_properties: {},
    topics: state.topics,
    visibility: 'private',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: 'main',
  };
}

function links(api: string) {
  return {
    forks_url: `${api}/forks`,
    keys_url: `${api}/keys{/key_id}`,
    collaborators_url: `${api}/collaborators{/collaborator}`,
    teams_url: `${api}/teams`,
    hooks_url: `${api}/hooks`,
    issue_events_url: `${api}/issues/events{/number}`,
    events_url: `${api}/events`,
    assignees_url: `${api}/assignees{/user}`,
    branches_url: `${api}/branches{/branch}`,
    tags_url: `${api}/tags`,
    blobs_url: `${api}/git/blobs{/sha}`,
    git_tags_url: `${api}/git/tags{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    trees_url: `${api}/git/trees{/sha}`,
    statuses_url: `${api}/statuses/{sha}`,
    languages_url: `${api}/languages`,
    stargazers_url: `${api}/stargazers`,
    contributors_url: `${api}/contributors`,
    subscribers_url: `${api}/subscribers`,
    subscription_url: `${api}/subscription`,
    commits_url: `${api}/commits{/sha}`,
    git_commits_url: `${api}/git/commits{/sha}`,
    comments_url: `${api}/comments{/number}`,
    issue_comment_url: `${api}/issues/comments{/number}`,
    contents_url: `${api}/contents/{+path}`,
    compare_url: `${api}/compare/{base}...{head}`,
    merges_url: `${api}/merges`,
    archive_url: `${api}/{archive_format}{/ref}`,
    downloads_url: `${api}/downloads`,
    issues_url: `${api}/issues{/number}`,
    pulls_url: `${api}/pulls{/number}`,
    milestones_url: `${api}/milestones{/number}`,
    notifications_url: `${api}/notifications{?since,all,participating}`,
    labels_url: `${api}/labels{/name}`,
    releases_url: `${api}/releases{/id}`,
    deployments_url: `${api}/deployments`,
  };
}
