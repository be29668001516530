import type { TreeEntry } from '../git/tree.ts';
import { encodePath, type Place } from './Place.ts';
import type { Schema } from './schema.ts';

function entry(
  { api, web }: Place,
  { type, path, id, size }: TreeEntry,
  ref: string,
) {
  const encoded = encodePath(path);
  const self = `${api}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const isFile = type === 'file';
  const git = `${api}/git/${isFile ? 'blobs' : 'trees'}/${id}`;
  const html = `${web}/${isFile ? 'blob' : 'tree'}/${ref}/${encoded}`;
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha: id,
    size,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFile ? `${web}/raw/${ref}/${encoded}` : null,
    _links: { self, git, html },
  };
}

export function folderShape(
  place: Place,
  entries: readonly TreeEntry[],
  ref: string,
): Schema<'content-directory'> {
  return entries.map(one => ({ ...entry(place, one, ref), type: one.type }));
}

export function contentShape(
  place: Place,
  file: TreeEntry,
  ref: string,
  text: string,
): Schema<'content-file'> {
  return {
    ...entry(place, file, ref),
    type: 'file',
    // GitHub breaks the lines at 60 characters.
    content: Buffer.from(text)
      .toString('base64')
      .replace(/.{1,60}/g, '$&\n'),
    encoding: 'base64',
  };
}
