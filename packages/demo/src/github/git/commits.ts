import type { Git } from './Git.ts';

/** A commit as Git tells it. */
export interface Commit {
  id: string;
  tree: string;
  parents: string[];
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
  message: string;
}

/** Fields of a commit are parted by NUL, commits by the record separator. */
const LOG_FORMAT =
  '%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x1e';

/** Which commits of a range are wanted. */
export interface LogOptions {
  /** Only those that touched this file or folder. */
  path?: string;
  /** RFC 3339. */
  since?: string;
  until?: string;
  max?: number;
  /** Newer ones that are passed over. */
  skip?: number;
  /** The author's name or address. */
  author?: string;
}

/** The commits of a range (`v2.14.0..v2.14.1`) or of one commit's past, newest first. */
export async function log(
  git: Git,
  range: string,
  options: LogOptions = {},
): Promise<Commit[]> {
  const text = await git.run([
    ...['log', '--topo-order', `--format=${LOG_FORMAT}`],
    ...filters(options),
    range,
    '--',
    ...paths(options),
  ]);
  return text
    .split('\x1e')
    .map(record => record.replace(/^\n/, ''))
    .filter(record => record !== '')
    .map(readCommit);
}

/** How many commits there are. */
export async function count(
  git: Git,
  range: string,
  options: LogOptions = {},
): Promise<number> {
  const text = await git.run([
    ...['rev-list', '--count'],
    ...filters(options),
    range,
    '--',
    ...paths(options),
  ]);
  return Number(text);
}

/** One commit. */
export async function commit(git: Git, id: string): Promise<Commit> {
  const [found] = await log(git, id, { max: 1 });
  return found;
}

/** The newest commit that both have in their past. */
export async function mergeBase(
  git: Git,
  one: string,
  other: string,
): Promise<string> {
  return (await git.run(['merge-base', one, other])).trim();
}

function filters(options: LogOptions): string[] {
  const { since, until, max, skip, author } = options;
  return [
    ...(since ? [`--since=${since}`] : []),
    ...(until ? [`--until=${until}`] : []),
    ...(max === undefined ? [] : [`--max-count=${max}`]),
    ...(skip ? [`--skip=${skip}`] : []),
    ...(author ? ['--fixed-strings', `--author=${author}`] : []),
  ];
}

function paths({ path }: LogOptions): string[] {
  return path ? [`:(literal)${path}`] : [];
}

function readCommit(record: string): Commit {
  const [id, tree, parents, an, ae, at, cn, ce, ct, message] =
    record.split('\0');
  const date = (seconds: string) =>
    new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
  return {
    id,
    tree,
    parents: parents.split(' ').filter(parent => parent !== ''),
    author: { name: an, email: ae, date: date(at) },
    committer: { name: cn, email: ce, date: date(ct) },
    message: message.trimEnd(),
  };
}
