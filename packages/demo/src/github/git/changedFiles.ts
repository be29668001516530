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
  const diff = (...options: string[]) =>
    git.run([
      'diff',
      '--no-ext-diff',
      '--no-color',
      '--find-renames',
      ...options,
      from ?? EMPTY_TREE,
      to,
      '--',
    ]);
  const [raw, counts, patches] = await Promise.all([
    diff('--raw', '--no-abbrev', '-z'),
    diff('--numstat', '-z'),
    diff('--patch'),
  ]);
  const numbers = readCounts(counts);
  const texts = patches.split(/^diff --git .*\n/m).slice(1);
  return readRaw(raw).map((file, index) => {
    const start = texts[index].search(/^@@ /m);
    return {
      ...file,
      ...numbers[index],
      ...(start >= 0 && {
        patch: texts[index].slice(start).replace(/\n$/, ''),
      }),
    };
  });
}

/** `:mode mode blob blob R100 NUL old NUL new NUL`, the second path for renames only. */
function readRaw(
  text: string,
): Pick<ChangedFile, 'path' | 'previousPath' | 'status' | 'blob'>[] {
  const files = [];
  const fields = text.split('\0');
  for (let i = 0; i + 1 < fields.length; ) {
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

/** `1 TAB 2 TAB path NUL`, dashes for binary files; a rename has an empty path and both behind it. */
function readCounts(
  text: string,
): Pick<ChangedFile, 'additions' | 'deletions'>[] {
  return text
    .split('\0')
    .map(record => /^(\d+|-)\t(\d+|-)\t/.exec(record))
    .filter(found => found !== null)
    .map(([, additions, deletions]) => ({
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    }));
}
