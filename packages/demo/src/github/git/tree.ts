import type { Git } from './Git.ts';

/** Something that lies in a folder of a commit. */
export interface TreeEntry {
  type: 'file' | 'dir';
  path: string;
  id: string;
  /** In bytes; 0 for folders. */
  size: number;
}

/** What lies at a path: the file itself, or what a folder holds; nothing if there is neither. */
export async function entriesAt(
  git: Git,
  commit: string,
  path: string,
): Promise<{ file?: TreeEntry; entries: TreeEntry[] }> {
  // Git takes these for folders of this machine.
  if (path.split('/').some(part => part === '..' || part === '.')) {
    return { entries: [] };
  }
  if (path === '') return { entries: await list(git, [commit]) };
  const [found] = await list(git, [commit, '--', `:(literal)${path}`]);
  if (!found) return { entries: [] };
  if (found.type === 'file') return { file: found, entries: [] };
  return { entries: await list(git, [commit, '--', `:(literal)${path}/`]) };
}

async function list(git: Git, args: string[]): Promise<TreeEntry[]> {
  const text = await git.run(['ls-tree', '-z', '--long', ...args]);
  return text
    .split('\0')
    .filter(record => record !== '')
    .map(record => {
      const [facts, path] = record.split('\t');
      const [, type, id, size] = facts.split(/ +/);
      return {
        type: type === 'tree' ? 'dir' : 'file',
        path,
        id,
        size: Number(size) || 0,
      };
    });
}
