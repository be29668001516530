import type { Account } from '../repository/state.ts';
import { nodeId, type Site } from './Place.ts';
import type { Schema } from './schema.ts';

/** A person or bot, in the short form. */
export function accountShape(
  site: Site,
  { login, id, type }: Account,
): Schema<'simple-user'> {
  const bot = type === 'Bot';
  const page = bot ? `apps/${login.replace('[bot]', '')}` : login;
  return actorShape(site, { login, id, type, page });
}

/** Whom a repository belongs to. */
export function ownerShape(site: Site, login: string): Schema<'simple-user'> {
  const id = organizationId(login);
  return actorShape(site, { login, id, type: 'Organization', page: login });
}

/** The organization as webhooks name it. */
export function organizationShape(site: Site, login: string) {
  const url = `${site.api}/orgs/${login}`;
  const { id, node_id, avatar_url } = ownerShape(site, login);
  return {
    login,
    id,
    node_id,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url,
    description: null,
  };
}

/** The app that workflows report as. */
export function actionsApp(site: Site): NonNullable<Schema<'integration'>> {
  return {
    id: 15_368,
    slug: 'github-actions',
    node_id: nodeId('Integration', 15_368),
    owner: actorShape(site, {
      login: 'github',
      id: 9919,
      type: 'Organization',
      page: 'github',
    }),
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: `${site.web}/apps/github-actions`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2019-12-10T19:04:12Z',
    permissions: { checks: 'write', contents: 'read', statuses: 'write' },
    events: ['check_run', 'check_suite', 'push'],
  };
}

function organizationId(login: string): number {
  return (
    [...login].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) %
    1_000_000
  );
}

function actorShape(
  site: Site,
  actor: { login: string; id: number; type: string; page: string },
): Schema<'simple-user'> {
  const { login, id, type, page } = actor;
  const url = `${site.api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${site.web}/avatars/${encodeURIComponent(login)}`,
    gravatar_id: '',
    url,
    html_url: `${site.web}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}
