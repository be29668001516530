import type { Repository } from '../repository/Repository.ts';

/** Where the API and the pages that it links to are. */
export interface Site {
  api: string;
  web: string;
}

/** A repository with the addresses of its API and its pages. */
export interface Place {
  site: Site;
  repository: Repository;
  api: string;
  web: string;
}

export function placeOf(site: Site, repository: Repository): Place {
  return {
    site,
    repository,
    api: `${site.api}/repos/${repository.fullName}`,
    web: `${site.web}/${repository.fullName}`,
  };
}

/** RFC 3339 without fractions of seconds, as GitHub writes it. */
export function date(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The id that GitHub's GraphQL knows a thing by. */
export function nodeId(type: string, id: number): string {
  const length = String(type.length).padStart(2, '0');
  return Buffer.from(`0${length}:${type}${id}`).toString('base64');
}

/** A path as a part of an address. */
export function encodePath(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
