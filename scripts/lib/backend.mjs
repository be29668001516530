import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { typescriptArgs } from './backstageCli.mjs';
import { root } from './workspace.mjs';

const POLL_MS = 200;
const READY_TIMEOUT_MS = 180_000;
const KILL_AFTER_MS = 15_000;
const LOG_TAIL_LINES = 30;

/**
 * Runs packages/backend from source. With a log file only errors reach the
 * terminal, and only after the portal is up.
 */
export function startBackend({ configFiles, logFile }) {
  const output = logFile ? 'pipe' : 'inherit';
  const child = spawn(
    process.execPath,
    [
      ...typescriptArgs,
      '--require',
      path.join(root, 'scripts/lib/dieWithParent.cjs'),
      'src/index',
      ...configFiles.flatMap(file => ['--config', file]),
    ],
    {
      cwd: path.join(root, 'packages/backend'),
      // The guest may sign in only in development.
      env: { ...process.env, NODE_ENV: 'development' },
      stdio: ['ignore', output, output, 'ipc'],
      // A terminal's Ctrl-C reaches it through stop() alone, once.
      detached: process.platform !== 'win32',
    },
  );
  const log = logFile && keepLog(child, logFile);
  let exitCode;
  let stopping = false;
  const exited = new Promise(resolve => {
    child.on('error', () => resolve(1));
    child.on('exit', code => resolve(code ?? 1));
  }).then(code => {
    exitCode = stopping ? 0 : code;
    return exitCode;
  });
  // Whatever ends this process must not leave the backend behind.
  process.on('exit', () => child.kill('SIGKILL'));

  return {
    exited,

    stop(signal) {
      if (stopping) return;
      stopping = true;
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    },

    /** Resolves when the portal answers with the app. */
    async ready(port) {
      const deadline = Date.now() + READY_TIMEOUT_MS;
      while (!(await answers(port))) {
        if (exitCode !== undefined) {
          if (stopping) process.exit(0);
          throw new Error(
            `The backend stopped.\n${log?.tail() ?? ''}\n${hint(logFile)}`,
          );
        }
        if (Date.now() > deadline) {
          this.stop('SIGTERM');
          throw new Error(
            `The portal did not answer within ${READY_TIMEOUT_MS / 1000} s.\n${
              log?.tail() ?? ''
            }\n${hint(logFile)}`,
          );
        }
        await delay(POLL_MS);
      }
      log?.echoErrors();
    },
  };
}

function hint(logFile) {
  return logFile ? `The whole log is in ${path.relative(root, logFile)}` : '';
}

async function answers(port) {
  const origin = `http://127.0.0.1:${port}`;
  try {
    const readiness = await fetch(`${origin}/.backstage/health/v1/readiness`);
    if (!readiness.ok) return false;
    const page = await fetch(origin, { headers: { accept: 'text/html' } });
    return page.ok && (await page.text()).includes('id="root"');
  } catch {
    return false;
  }
}

function keepLog(child, logFile) {
  const file = fs.createWriteStream(logFile);
  const tail = [];
  let echo = false;
  const onLine = line => {
    const plain = stripVTControlCharacters(line);
    tail.push(plain);
    if (tail.length > LOG_TAIL_LINES) tail.shift();
    if (echo && /^\S+ \S+ error /.test(plain)) {
      process.stderr.write(`${plain}\n`);
    }
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', chunk => {
      file.write(chunk);
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
  }
  return {
    tail: () => tail.join('\n'),
    echoErrors: () => {
      echo = true;
    },
  };
}
