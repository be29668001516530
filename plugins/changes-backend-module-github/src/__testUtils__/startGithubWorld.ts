import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const SERVE = path.resolve(
  __dirname,
  '../../../../packages/app/e2e/world/github/serve.ts',
);

/** The browser tests' GitHub, in a process of its own. */
export interface StartedWorld {
  /** Its API's base. */
  url: string;
  /** Full commit ids by tag. */
  tags: Record<string, string>;
  stop(): Promise<void>;
}

/** Serves GitHub's API over a real repository, made now. */
export async function startGithubWorld(
  args: readonly string[] = [],
): Promise<StartedWorld> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--experimental-strip-types', SERVE, ...args],
    { stdio: ['pipe', 'pipe', 'inherit'], env },
  );
  const exited = new Promise<void>(resolve => child.once('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`it ended with ${code}`)));
  });
  return {
    ...JSON.parse(line),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
