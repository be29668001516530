import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changedFiles } from './changedFiles.ts';
import type { Git } from './Git.ts';

/**
 * What a branch changed since it began, brought onto another commit: new texts by path, undefined for a removed file. Undefined as a whole
 * when both changed the same lines.
 */
export async function mergeFiles(
  git: Git,
  parts: { base: string; head: string; onto: string },
): Promise<Map<string, string | undefined> | undefined> {
  const { base, head, onto } = parts;
  const merged = new Map<string, string | undefined>();
  for (const file of await changedFiles(git, base, head)) {
    if (file.previousPath) merged.set(file.previousPath, undefined);
    const [before, ours, theirs] = await Promise.all(
      [base, onto, head].map(commit => git.read(commit, file.path)),
    );
    if (ours === before) merged.set(file.path, theirs);
    else if (ours !== theirs) {
      if (ours === undefined || theirs === undefined) return undefined;
      const text = await mergeText(git, before ?? '', ours, theirs);
      if (text === undefined) return undefined;
      merged.set(file.path, text);
    }
  }
  return merged;
}

async function mergeText(
  git: Git,
  before: string,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'merge-'));
  try {
    const names = ['ours', 'before', 'theirs'].map(name =>
      path.join(folder, name),
    );
    await Promise.all(
      [ours, before, theirs].map((text, index) =>
        writeFile(names[index], text),
      ),
    );
    // It ends with the number of conflicts.
    return await git
      .run(['merge-file', '--stdout', ...names])
      .catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
