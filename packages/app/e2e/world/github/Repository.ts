import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Git } from './Git.ts';
import type { Account, PullRequestStory, RepositoryStory } from './Story.ts';

const MINUTE_MS = 60_000;
/** The account under which GitHub commits what is merged on its pages. */
const GITHUB = { name: 'GitHub', email: 'noreply@github.com' };

/** A commit as Git tells it. */
export interface Commit {
  id: string;
  tree: string;
  parents: string[];
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
  message: string;
}

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

export interface PullRequest extends PullRequestStory {
  mergeCommit: string;
  mergedAt: number;
}

const STATUS = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
} as const;
/** The tree that has nothing in it, to compare a first commit with. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
/** Fields of a commit are parted by NUL, commits by the record separator. */
const LOG_FORMAT =
  '%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x1e';

/** A story's repository, committed for real: the same `now` gives the same commit ids. */
export class Repository {
  readonly owner: string;
  readonly name: string;
  readonly story: RepositoryStory;
  readonly git: Git;
  readonly now: number;
  readonly pullRequests: readonly PullRequest[];

  static async create(
    story: RepositoryStory,
    now: number,
  ): Promise<Repository> {
    const git = await Git.create(story.name);
    const pullRequests: PullRequest[] = [];
    for (const step of story.commits) {
      const at = now - step.minutesBeforeNow * MINUTE_MS;
      const { name, email } = step.author;
      const files: Record<string, string | undefined> = {};
      for (const [file, change] of Object.entries(step.files)) {
        files[file] = change(
          await readFile(path.join(git.folder, file), 'utf8').catch(() => ''),
        );
      }
      const id = await git.commit({
        files,
        message: step.message,
        author: { name, email, at },
        committer: step.pullRequest ? { ...GITHUB, at } : { name, email, at },
      });
      if (step.tag) await git.tag(step.tag, { name, email, at });
      if (step.pullRequest) {
        pullRequests.push({
          ...step.pullRequest,
          mergeCommit: id,
          mergedAt: at,
        });
      }
    }
    return new Repository(story, git, now, pullRequests);
  }

  private constructor(
    story: RepositoryStory,
    git: Git,
    now: number,
    pullRequests: PullRequest[],
  ) {
    this.owner = story.owner;
    this.name = story.name;
    this.story = story;
    this.git = git;
    this.now = now;
    this.pullRequests = pullRequests;
  }

  /** The account whose name and address a commit bears. */
  account(email: string): Account | undefined {
    return this.story.commits
      .map(commit => commit.author)
      .find(author => author.email === email);
  }

  /** All commits of a range (`v2.14.0..v2.14.1`) or of one commit's past, newest first. */
  async log(...range: string[]): Promise<Commit[]> {
    const text = await this.git.run([
      'log',
      '--topo-order',
      `--format=${LOG_FORMAT}`,
      ...range,
      '--',
    ]);
    return text
      .split('\x1e')
      .map(record => record.replace(/^\n/, ''))
      .filter(record => record !== '')
      .map(readCommit);
  }

  /** One commit. */
  async commit(id: string): Promise<Commit> {
    const [commit] = await this.log('--max-count=1', id);
    return commit;
  }

  /** The newest commit that both have in their past. */
  async mergeBase(one: string, other: string): Promise<string> {
    return (await this.git.run(['merge-base', one, other])).trim();
  }

  /** What differs between two commits; without the first: all that the second one holds. */
  async files(from: string | undefined, to: string): Promise<ChangedFile[]> {
    const diff = (...options: string[]) =>
      this.git.run([
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
        ...(start >= 0 && { patch: texts[index].slice(start).trimEnd() }),
      };
    });
  }
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
  return [...text.matchAll(/(\d+|-)\t(\d+|-)\t/g)].map(
    ([, additions, deletions]) => ({
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    }),
  );
}
