import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { typescriptArgs } from '../../../../scripts/lib/backstageCli.mjs';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { Probe } from './Probe';

const PROGRAMS = path.join(root, 'packages/bench/src/kubernetes/programs');
let programs = 0;

/** A program in a process of its own, which is told when to begin and asked what it uses. */
export class MeasuredProgram {
  readonly probe: Probe;
  readonly #child: ChildProcess;

  /** Resolves when it is loaded and waits. */
  static async start(
    name: 'bareReader' | 'informerReader' | 'collector',
    options: { directory: string; args: string[] },
  ): Promise<MeasuredProgram> {
    const probe = Probe.at(
      path.join(options.directory, `${name}-${programs++}.sock`),
    );
    const child = spawn(
      process.execPath,
      [
        ...typescriptArgs,
        ...probe.nodeOptions,
        path.join(PROGRAMS, `${name}.ts`),
        ...options.args,
      ],
      {
        env: { ...process.env, ...probe.env },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const program = new MeasuredProgram(probe, child);
    await Promise.race([
      probe.ready().then(() => probe.settled()),
      once(child, 'exit').then(([code]) => {
        throw new Error(`${name} ended with ${code}`);
      }),
    ]);
    return program;
  }

  private constructor(probe: Probe, child: ChildProcess) {
    this.probe = probe;
    this.#child = child;
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}
