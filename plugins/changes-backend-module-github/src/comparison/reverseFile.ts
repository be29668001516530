import type { CodeFile } from '@ripplehq/backstage-plugin-changes-common';

const OPPOSITE = {
  added: 'removed',
  removed: 'added',
  modified: 'modified',
  renamed: 'renamed',
} as const;

/** The same file seen from the other end: a rollback takes away what the comparison's commits brought. */
export function reverseFile(file: CodeFile): CodeFile {
  const { path, previousPath, patch, ...rest } = file;
  return {
    ...rest,
    path: previousPath ?? path,
    ...(previousPath && { previousPath: path }),
    status: OPPOSITE[file.status],
    additions: file.deletions,
    deletions: file.additions,
    ...(patch !== undefined && { patch: reversePatch(patch) }),
  };
}

/** Swaps both sides of unified hunks; removed lines stay before added ones. */
export function reversePatch(patch: string): string {
  const reversed: string[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  let side: string[] | undefined;
  const flush = () => {
    reversed.push(...removed, ...added);
    removed = [];
    added = [];
    side = undefined;
  };
  for (const line of patch.split('\n')) {
    if (line.startsWith('+')) {
      removed.push(`-${line.slice(1)}`);
      side = removed;
    } else if (line.startsWith('-')) {
      added.push(`+${line.slice(1)}`);
      side = added;
    } else if (line.startsWith('\\') && side) {
      // "\ No newline at end of file" belongs to the line before it.
      side.push(line);
    } else {
      flush();
      reversed.push(
        line.replace(
          /^@@ -(\d+(?:,\d+)?) \+(\d+(?:,\d+)?) @@/,
          '@@ -$2 +$1 @@',
        ),
      );
    }
  }
  flush();
  return reversed.join('\n');
}
