import { entriesAt } from '../git/tree.ts';
import { encodePath, type Place } from '../shapes/Place.ts';
import { html } from './html.ts';
import { page, pathOf } from './layout.ts';

/** A file or folder of a commit. */
export async function filePage(
  place: Place,
  ref: string,
  path: string,
): Promise<string | undefined> {
  const { git, fullName } = place.repository;
  const id = await git.resolve(ref);
  if (!id) return undefined;
  const { file, entries } = await entriesAt(git, id, path);
  if (!file && entries.length === 0) return undefined;
  const below = `${pathOf(place)}/blob/${encodePath(ref)}`;
  const text = file && (await git.read(id, file.path));
  return page({
    title: `${path || fullName} at ${ref}`,
    place,
    main: html`<h1>
        <code>${path || fullName}</code> <span class="number">at ${ref}</span>
      </h1>
      <div class="card">
        ${file
          ? html`<pre>${text}</pre>`
          : html`<ul class="rows">
              ${entries.map(
                one =>
                  html`<li>
                    <a href="${below}/${encodePath(one.path)}"
                      >${one.path}${one.type === 'dir' && '/'}</a
                    >
                  </li>`,
              )}
            </ul>`}
      </div>`,
  });
}
