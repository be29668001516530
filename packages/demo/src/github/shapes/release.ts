import type { Release } from '../repository/state.ts';
import { accountShape } from './account.ts';
import { date, nodeId, type Place } from './Place.ts';
import type { Schema } from './schema.ts';

export function releaseShape(
  { api, web, site }: Place,
  release: Release,
): Schema<'release'> {
  const { id, tag } = release;
  const url = `${api}/releases/${id}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${web}/releases/tag/${encodeURIComponent(tag)}`,
    id,
    author: accountShape(site, release.author),
    node_id: nodeId('Release', id),
    tag_name: tag,
    target_commitish: 'main',
    name: release.name,
    draft: false,
    prerelease: release.isPrerelease,
    created_at: date(release.at),
    published_at: date(release.at),
    assets: [],
    tarball_url: `${api}/tarball/${tag}`,
    zipball_url: `${api}/zipball/${tag}`,
    body: release.body,
  };
}
