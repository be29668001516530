import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Git, type Signature } from './Git.ts';

const NO_OBJECT = '0'.repeat(40);

/** A path that Git takes as it is written, without leaving the repository. */
const PATH = /^(?!.*(?:^|\/)(?:\.{1,2}|\.git)(?:\/|$))(?!\/)[^\p{Cc}"\\]+$/u;

/** What a commit holds. */
export interface NewCommit {
  /** `refs/heads/main` */
  ref: string;
  /** The commit that it follows; without it the first one. */
  parent?: string;
  /** New texts by path; undefined removes the file. */
  files: ReadonlyMap<string, string | undefined>;
  message: string;
  author: Signature;
  committer: Signature;
}

/**
 * Writes commits into a repository by `git fast-import`: one process for many of them, no working tree. Others see them all together.
 */
export class FastImport {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<number | null>;
  /** What was committed here has no name but its mark before the end. */
  readonly #marks = new Map<string, string>();
  #complaint = '';

  /** Lets a task write. Nothing is written when it rejects. */
  static async run<T>(
    git: Git,
    task: (importing: FastImport) => Promise<T>,
  ): Promise<T> {
    const child = spawn('git', ['fast-import', '--quiet', '--done'], {
      cwd: git.folder,
      env: Git.environment() as NodeJS.ProcessEnv,
    });
    const importing = new FastImport(child);
    try {
      const result = await task(importing);
      await importing.#end();
      return result;
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    // Whoever waits for an answer or the end is told; nobody need be told twice.
    this.#ended.catch(() => {});
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-2000);
    });
  }

  /** The id of what was committed. */
  async commit(commit: NewCommit): Promise<string> {
    const mark = `:${this.#marks.size + 1}`;
    const parts = [
      `commit ${refName(commit.ref)}\nmark ${mark}\n`,
      `author ${signature(commit.author)}\n`,
      `committer ${signature(commit.committer)}\n`,
      data(`${commit.message.trimEnd()}\n`),
      ...(commit.parent ? [this.#from(commit.parent)] : []),
    ];
    for (const [path, text] of commit.files) {
      if (!PATH.test(path)) throw new Error(`'${path}' is no path of a file`);
      parts.push(
        text === undefined
          ? `D "${path}"\n`
          : `M 100644 inline "${path}"\n${data(text)}`,
      );
    }
    await this.#write(`${parts.join('')}\nget-mark ${mark}\n`);
    const { value } = await this.#lines.next();
    if (!value) throw new Error(`git fast-import: ${await this.#failure()}`);
    this.#marks.set(value, mark);
    return value;
  }

  /** An annotated tag. */
  async tag(name: string, commit: string, tagger: Signature): Promise<void> {
    await this.#write(
      `tag ${refName(name)}\n${this.#from(commit)}tagger ${signature(
        tagger,
      )}\n${data(`${name}\n`)}`,
    );
  }

  /** Lets a name stand for a commit, or for nothing. */
  async point(ref: string, commit: string | undefined): Promise<void> {
    await this.#write(
      `reset ${refName(ref)}\n${this.#from(commit ?? NO_OBJECT)}\n`,
    );
  }

  async #end(): Promise<void> {
    await this.#write('done\n');
    this.#child.stdin.end();
    const code = await this.#ended;
    if (code !== 0) throw new Error(`git fast-import: ${this.#complaint}`);
  }

  #from(commit: string): string {
    return `from ${this.#marks.get(commit) ?? commit}\n`;
  }

  async #write(text: string): Promise<void> {
    if (!this.#child.stdin.write(text)) {
      await Promise.race([once(this.#child.stdin, 'drain'), this.#ended]);
    }
  }

  async #failure(): Promise<string> {
    const code = await this.#ended;
    return this.#complaint || `it ended with ${code}`;
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function signature({ name, email, at }: Signature): string {
  const plain = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim();
  return `${plain(name)} <${plain(email)}> ${Math.floor(at / 1000)} +0000`;
}

function refName(name: string): string {
  if (!/^\w[\w./-]*$/.test(name) || /\.\.|\.lock$|\/$/.test(name)) {
    throw new Error(`'${name}' is no name of a branch or tag`);
  }
  return name;
}
