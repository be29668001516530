import { entriesAt } from '../git/tree.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import { contentShape, folderShape } from '../shapes/content.ts';

export const contentRoutes: readonly Route[] = [
  { pattern: 'contents', answer },
  { pattern: 'contents/*path', answer },
  { pattern: 'readme', answer: asked => answer(readme(asked)) },
];

function readme(asked: Asked): Asked {
  return { ...asked, params: { path: 'README.md' } };
}

async function answer(asked: Asked): Promise<Found> {
  const { place, params, query, format } = asked;
  const { git } = place.repository;
  const ref = query.get('ref') ?? 'main';
  const commit = await git.resolve(ref);
  if (!commit) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const path = (params.path ?? '').replace(/\/+$/, '');
  const { file, entries } = await entriesAt(git, commit, path);
  if (file) {
    const text = (await git.read(commit, file.path)) ?? '';
    return format === 'raw'
      ? { text, type: 'application/vnd.github.raw; charset=utf-8' }
      : { body: contentShape(place, file, ref, text) };
  }
  if (entries.length === 0) throw Refusal.notFound();
  return { body: folderShape(place, entries, ref) };
}
