import path from 'node:path';
import { startService } from '../service.mjs';
import { root } from '../workspace.mjs';
import { SMALL_ENV, SMALL_WORLD } from './smallHeap.mjs';
import { readWorldMessage } from './worldMessages.mjs';

const READY_TIMEOUT_MS = 20_000;
const PROGRAM = [
  ...SMALL_WORLD,
  // It is TypeScript that Node.js runs as it is, without a manifest that says "module".
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  path.join(root, 'packages/demo/src/main.ts'),
];

/** Starts the simulated world as a process. `start` is the first message that it gets. */
export function startWorld({
  start,
  logFile,
  program = PROGRAM,
  readyTimeoutMs = READY_TIMEOUT_MS,
}) {
  const service = startService({
    args: program,
    env: SMALL_ENV,
    logFile,
  });
  const listeners = new Map();
  const failed = Promise.withResolvers();
  // Who does not wait for it must not be ended by it.
  failed.promise.catch(() => {});
  service.onMessage(value => {
    try {
      const message = readWorldMessage(value);
      listeners.get(message.type)?.(message);
    } catch (error) {
      failed.reject(error);
    }
  });
  service.exited.then(() =>
    failed.reject(
      new Error(`The simulated world stopped.\n${service.log.lastWords()}`),
    ),
  );
  const ready = new Promise(resolve => listeners.set('ready', resolve));
  service.send({ type: 'start', ...start });

  return {
    pid: service.pid,
    exited: service.exited,
    /** Rejects when it ends, or says something that cannot be understood. */
    failed: failed.promise,
    send: service.send,

    /** Lets it keep itself, if it is to, and end. */
    stop: () => service.stop({ type: 'stop' }),

    /** Calls back with each message of a type. */
    on(type, listener) {
      listeners.set(type, listener);
    },

    /** Resolves to where everything is. Throws with its last words where it does not say so in time. */
    async ready() {
      const timeout = Promise.withResolvers();
      const timer = setTimeout(() => {
        timeout.reject(
          new Error(
            `The simulated world did not stand within ${
              readyTimeoutMs / 1000
            } s.\n${service.log.lastWords()}`,
          ),
        );
        // It would not hear a message either.
        service.stop('SIGKILL');
      }, readyTimeoutMs);
      try {
        return await Promise.race([ready, failed.promise, timeout.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
