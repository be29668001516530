import { spawn } from 'node:child_process';
import os from 'node:os';
import type { Ending } from './runRecorded';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As a shell says it. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** Runs a command on this terminal; signals reach it. */
export function execute([command, ...args]: string[]): Promise<Ending> {
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: 'inherit' });
    const forwards = FORWARDED.map(signal => {
      // A terminal sends Ctrl-C to the command too; we stay to record how it ended.
      const forward = () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, forward);
      return () => process.off(signal, forward);
    });
    const end = (ending: Ending) => {
      forwards.forEach(stop => stop());
      resolve(ending);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      const isAbsent = error.code === 'ENOENT';
      process.stderr.write(
        `ripple: ${command}: ${isAbsent ? 'not found' : error.message}\n`,
      );
      end({
        notStarted: isAbsent ? `${command} not found` : error.message,
        code: isAbsent ? NOT_FOUND : NOT_EXECUTABLE,
      });
    });
    child.on('exit', (code, signal) =>
      end(
        signal
          ? { signal, number: os.constants.signals[signal] }
          : { code: code ?? 1 },
      ),
    );
  });
}
