import { spawn } from 'node:child_process';
import path from 'node:path';
import { keepLog } from './log.mjs';
import { root, toolsDir } from './workspace.mjs';

const KILL_AFTER_MS = 15_000;
const dieWithParent = path.join(root, 'scripts/lib/dieWithParent.cjs');

/**
 * Runs a program of Node.js beside the launcher, with a channel for messages.
 * It ends when the launcher does, however that ends. Without a log file what
 * it says goes to the terminal.
 * @param {{ args: string[], cwd?: string, env?: Record<string, string>, logFile?: string }} options
 */
export function startService({
  args,
  cwd = root,
  env = {},
  logFile = undefined,
}) {
  const child = spawn(process.execPath, ['--require', dieWithParent, ...args], {
    cwd,
    env: {
      NODE_COMPILE_CACHE: path.join(toolsDir, 'compile-cache'),
      ...process.env,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A terminal's Ctrl-C reaches it through stop() alone, once.
    detached: process.platform !== 'win32',
  });
  const log = keepLog([child.stdout, child.stderr], logFile);
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  let stopping = false;
  let exitCode;
  const exited = new Promise(resolve => {
    child.on('error', () => resolve(1));
    // Not "exit": what it said last must have been read.
    child.on('close', code => resolve(code ?? 1));
  }).then(code => {
    process.off('exit', kill);
    exitCode = stopping ? 0 : code;
    return exitCode;
  });

  return {
    pid: child.pid,
    log,
    /** Resolves to its exit code, 0 where it was told to stop. */
    exited,

    get exitCode() {
      return exitCode;
    },

    get stopping() {
      return stopping;
    },

    /** Calls back with each message that it sends. */
    onMessage(listener) {
      child.on('message', listener);
    },

    send(message) {
      if (child.connected) child.send(message);
    },

    /** Asks it to end by a signal, or else by a message; after a while it is ended. */
    stop(signalOrMessage = 'SIGTERM') {
      if (stopping) return;
      stopping = true;
      log.ignoreErrors();
      if (typeof signalOrMessage === 'string') child.kill(signalOrMessage);
      else this.send(signalOrMessage);
      setTimeout(kill, KILL_AFTER_MS).unref();
    },
  };
}
