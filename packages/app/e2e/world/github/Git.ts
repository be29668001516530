import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

/** A real Git repository in a folder of its own, driven by the `git` program and deaf to this machine's configuration. */
export class Git {
  readonly folder: string;

  /** An empty repository with the branch `main`. */
  static async create(name: string): Promise<Git> {
    const git = new Git(await mkdtemp(path.join(tmpdir(), `github-${name}-`)));
    await git.run(['init', '--quiet', '--initial-branch=main']);
    return git;
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** What the command prints. */
  async run(args: string[], env: Record<string, string> = {}): Promise<string> {
    const { stdout } = await execute('git', args, {
      cwd: this.folder,
      maxBuffer: OUTPUT_MAX_BYTES,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        LC_ALL: 'C',
        ...env,
      },
    });
    return stdout;
  }

  /** Writes files (`undefined` removes one) and commits them on the current branch; its id. */
  async commit(options: {
    files: Record<string, string | undefined>;
    message: string;
    author: Signature;
    committer: Signature;
  }): Promise<string> {
    for (const [file, text] of Object.entries(options.files)) {
      const target = path.join(this.folder, file);
      if (text === undefined) {
        await rm(target);
      } else {
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, text);
      }
    }
    await this.run(['add', '--all']);
    await this.run(
      ['commit', '--quiet', '--no-verify', '--message', options.message],
      {
        ...signed('AUTHOR', options.author),
        ...signed('COMMITTER', options.committer),
      },
    );
    return (await this.run(['rev-parse', 'HEAD'])).trim();
  }

  /** Puts an annotated tag on the current commit. */
  async tag(name: string, tagger: Signature): Promise<void> {
    await this.run(
      ['tag', '--annotate', name, '--message', name],
      signed('COMMITTER', tagger),
    );
  }

  /** The id of the commit that a name stands for: an id or the beginning of one, a tag, a branch, `tags/v1.0`, `heads/main`. */
  async resolve(name: string): Promise<string | undefined> {
    if (!/^[\w][\w.+@/-]*$/.test(name) || /\.\.|@\{/.test(name)) {
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

  /** Removes the folder. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function signed(
  role: 'AUTHOR' | 'COMMITTER',
  { name, email, at }: Signature,
): Record<string, string> {
  return {
    [`GIT_${role}_NAME`]: name,
    [`GIT_${role}_EMAIL`]: email,
    [`GIT_${role}_DATE`]: `${Math.floor(at / 1000)} +0000`,
  };
}
