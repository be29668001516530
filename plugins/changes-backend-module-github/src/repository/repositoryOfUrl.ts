import type { ScmIntegrations } from '@backstage/integration';
import { isName, isOwner, type Repository } from './Repository';

/** Longest address that is looked at, in characters. */
const URL_MAX_CHARS = 2000;

/**
 * The repository that an address leads to: `https://github.com/acme/shop/tree/main/services/rest-api/`, with or without `url:` before
 * it, `git@github.com:acme/shop.git`. Undefined for a host that no GitHub integration of the portal names.
 */
export function repositoryOfUrl(
  address: string,
  integrations: ScmIntegrations,
): Omit<Repository, 'saidBy'> | undefined {
  if (address.length > URL_MAX_CHARS) return undefined;
  const url = toUrl(address.trim().replace(/^url:/, ''));
  const host = url && integrations.github.byHost(url.host)?.config.host;
  if (!url || !host) return undefined;
  const [owner, rawName, view, , ...path] = url.pathname
    .split('/')
    .filter(part => part !== '')
    .map(decode);
  const name = rawName?.replace(/\.git$/, '');
  if (!isOwner(owner) || !isName(name)) return undefined;
  // `blob` is a file, so its folder is meant.
  const folder = view === 'blob' ? path.slice(0, -1) : path;
  return {
    host,
    owner,
    name,
    ...((view === 'tree' || view === 'blob') &&
      folder.length > 0 && { path: folder.join('/') }),
  };
}

function toUrl(text: string): URL | undefined {
  const ssh = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(text);
  const http = ssh ? `https://${ssh[1]}/${ssh[2]}` : text;
  try {
    const url = new URL(/^https?:\/\//.test(http) ? http : `https://${http}`);
    return url;
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
