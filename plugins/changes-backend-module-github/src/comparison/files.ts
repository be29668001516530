import type { CodeFile } from '@ripplehq/backstage-plugin-changes-common';
import type { GithubFile } from '../client/schema';
import { isGenerated } from './generated';
import { maskPatch } from './mask';

/** A longer patch is left out, in characters; nobody reads it in a drawer. */
const PATCH_MAX_CHARS = 100_000;
/** All patches of one comparison, in characters: they are stored and sent as one. */
const PATCHES_MAX_CHARS = 2_000_000;

const STATUS: Record<string, CodeFile['status']> = {
  added: 'added',
  copied: 'added',
  removed: 'removed',
  renamed: 'renamed',
};

/** GitHub's files as Ripple shows them: those under the entity's path first, generated ones last, patches within the limits. */
export function codeFiles(
  files: readonly GithubFile[],
  path: string | undefined,
): CodeFile[] {
  const isInside = (file: GithubFile) =>
    path === undefined || file.filename.startsWith(`${path}/`);
  const rank = (file: GithubFile) =>
    (isInside(file) ? 0 : 2) + (isGenerated(file.filename, file.patch) ? 1 : 0);
  let room = PATCHES_MAX_CHARS;
  return [...files]
    .sort((a, b) => rank(a) - rank(b))
    .map(file => {
      const patch = patchWithin(file, Math.min(room, PATCH_MAX_CHARS));
      room -= patch?.length ?? 0;
      return {
        path: file.filename,
        ...(file.status === 'renamed' &&
          file.previous_filename && { previousPath: file.previous_filename }),
        status: STATUS[file.status] ?? 'modified',
        additions: file.additions,
        deletions: file.deletions,
        ...(patch !== undefined && { patch }),
        ...(isGenerated(file.filename, file.patch) && { generated: true }),
      };
    });
}

function patchWithin(file: GithubFile, charsMax: number): string | undefined {
  if (!file.patch || file.patch.length > charsMax) return undefined;
  return maskPatch(file.patch);
}
