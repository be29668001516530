import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/** Who did it, and when: all that makes one commit's id differ from another's of the same content. */
export interface Signature {
  name: string;
  email: string;
  /** Epoch milliseconds. */
  at: number;
}

/** A real Git repository without a working tree, driven by the `git` program and deaf to this machine's configuration. */
export class Git {
  readonly folder: string;

  /** An empty repository with the branch `main`. */
  static async create(folder: string): Promise<Git> {
    await mkdir(folder, { recursive: true });
    const git = new Git(folder);
    try {
      await git.run(['init', '--quiet', '--bare', '--initial-branch=main']);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new Error('The program `git` is needed and is not on the PATH', {
        cause: error,
      });
    }
    return git;
  }

  /** A repository that is there. */
  static open(folder: string): Git {
    return new Git(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Without what the person who runs this has set up for Git. */
  static environment(): Record<string, string | undefined> {
    return {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    };
  }

  /** What the command prints. */
  async run(args: string[]): Promise<string> {
    const { stdout } = await execute('git', args, {
      cwd: this.folder,
      maxBuffer: OUTPUT_MAX_BYTES,
      env: Git.environment(),
    });
    return stdout;
  }

  /** The id of the commit that a name stands for: an id or the beginning of one, a tag, a branch, `tags/v1.0`, `heads/main`. */
  async resolve(name: string): Promise<string | undefined> {
    if (!/^\w[\w.+@/-]*$/.test(name) || /\.\.|@\{/.test(name)) {
      return undefined;
    }
    try {
      const id = await this.run([
        'rev-parse',
        '--verify',
        '--quiet',
        `${name}^{commit}`,
      ]);
      return id.trim();
    } catch {
      return undefined;
    }
  }

  /** A file's text in a commit; undefined where it has none. */
  async read(commit: string, file: string): Promise<string | undefined> {
    try {
      return await this.run(['cat-file', 'blob', `${commit}:${file}`]);
    } catch {
      return undefined;
    }
  }

  /** Packs what single writes have left. */
  async tidy(): Promise<void> {
    await this.run(['gc', '--quiet', '--prune=now']);
  }
}
