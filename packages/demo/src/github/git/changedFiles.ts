import type { Git } from './Git.ts';

/** A file that differs between two commits. */
export interface ChangedFile {
  path: string;
  previousPath?: string;
  status: 'added' | 'removed' | 'modified' | 'renamed';
  blob: string;
  additions: number;
  deletions: number;
  /** Unified hunks; absent for binary files. */
  patch?: string;
}

const STATUS = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
} as const;
/** The tree that has nothing in it, to compare a first commit with. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What differs between two commits; without the first: all that the second one holds. */
export async function changedFiles(
  git: Git,
  from: string | undefined,
  to: string,
): Promise<ChangedFile[]> {
  const text = await git.run([
    ...['diff', '--no-ext-diff', '--no-color', '--find-renames'],
    ...['--raw', '--no-abbrev', '--numstat', '--patch', '-z'],
    ...[from ?? EMPTY_TREE, to, '--'],
  ]);
  // Two lists of NUL-ended fields; after one more NUL the patch.
  const end = text.indexOf('\0\0');
  const fields = text.slice(0, end).split('\0');
  const files = readRaw(fields);
  const numbers = readCounts(fields);
  const patches = text
    .slice(end + 2)
    .split(/^diff --git .*\n/m)
    .slice(1);
  return files.map((file, index) => {
    const start = patches[index].search(/^@@ /m);
    return {
      ...file,
      ...numbers[index],
      ...(start >= 0 && {
        patch: patches[index].slice(start).replace(/\n$/, ''),
      }),
    };
  });
}

/** `:mode mode blob blob R100`, the old path, and for renames the new one. */
function readRaw(
  fields: readonly string[],
): Pick<ChangedFile, 'path' | 'previousPath' | 'status' | 'blob'>[] {
  const files = [];
  for (let i = 0; fields[i]?.startsWith(':'); ) {
    const [, , before, after, letter] = fields[i].split(' ');
    const status = STATUS[letter[0] as keyof typeof STATUS] ?? 'modified';
    const isRenamed = status === 'renamed';
    files.push({
      path: fields[isRenamed ? i + 2 : i + 1],
      ...(isRenamed && { previousPath: fields[i + 1] }),
      status,
      blob: status === 'removed' ? before : after,
    });
    i += isRenamed ? 3 : 2;
  }
  return files;
}

/** `1 TAB 2 TAB path`, dashes for binary files; a rename has no path there but two fields behind it. */
function readCounts(
  fields: readonly string[],
): Pick<ChangedFile, 'additions' | 'deletions'>[] {
  return fields
    .map(field => /^(\d+|-)\t(\d+|-)\t/.exec(field))
    .filter(found => found !== null)
    .map(([, additions, deletions]) => ({
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    }));
}
