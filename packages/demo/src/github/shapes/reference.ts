import type { Commit } from '../git/commits.ts';
import type { Reference } from '../git/references.ts';
import { commitShape } from './commit.ts';
import type { Place } from './Place.ts';
import type { Schema } from './schema.ts';

const node = (text: string) => Buffer.from(text).toString('base64');

export function referenceShape(
  { api }: Place,
  { name, type, id }: Reference,
): Schema<'git-ref'> {
  return {
    ref: name,
    node_id: node(`REF_${name}`),
    url: `${api}/git/${name}`,
    object: { sha: id, type, url: `${api}/git/${type}s/${id}` },
  };
}

export function tagShape(
  { api }: Place,
  { name, commit }: Reference,
): Schema<'tag'> {
  const short = name.replace('refs/tags/', '');
  return {
    name: short,
    zipball_url: `${api}/zipball/${name}`,
    tarball_url: `${api}/tarball/${name}`,
    commit: { sha: commit, url: `${api}/commits/${commit}` },
    node_id: node(`REF_${name}`),
  };
}

export function branchShape(
  { api }: Place,
  { name, commit }: Reference,
): Schema<'short-branch'> {
  return {
    name: name.replace('refs/heads/', ''),
    commit: { sha: commit, url: `${api}/commits/${commit}` },
    protected: false,
  };
}

export function fullBranchShape(
  place: Place,
  reference: Reference,
  commit: Commit,
): Schema<'branch-with-protection'> {
  const branch = branchShape(place, reference);
  const self = `${place.api}/branches/${branch.name}`;
  return {
    ...branch,
    commit: commitShape(place, commit),
    _links: { self, html: `${place.web}/tree/${branch.name}` },
    protection: {
      enabled: false,
      required_status_checks: {
        enforcement_level: 'off',
        contexts: [],
        checks: [],
      },
    },
    protection_url: `${self}/protection`,
  };
}
