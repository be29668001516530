import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { Git } from '../git/Git.ts';

/** A clone is over long before. */
const CLONE_TIMEOUT_MS = 60_000;

/** Lets Git clone and fetch over HTTP, by the program that does so everywhere: `git upload-pack`. Nothing can be pushed. */
export function serveClone(
  git: Git,
  /** What follows the repository in the address. */
  action: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const isGet = request.method === 'GET';
  if (isGet && action === 'info/refs?service=git-upload-pack') {
    response.writeHead(200, headers('advertisement'));
    response.write('001e# service=git-upload-pack\n0000');
    uploadPack(git, ['--advertise-refs'], request, response);
  } else if (!isGet && action === 'git-upload-pack') {
    response.writeHead(200, headers('result'));
    uploadPack(git, [], request, response);
  } else {
    response.writeHead(403, { 'Content-Type': 'text/plain' });
    response.end('This repository can only be read, by git clone or fetch.\n');
  }
}

function headers(what: string) {
  return {
    'Content-Type': `application/x-git-upload-pack-${what}`,
    'Cache-Control': 'no-cache',
  };
}

function uploadPack(
  git: Git,
  options: string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const protocol = request.headers['git-protocol'];
  const child = spawn(
    'git',
    ['upload-pack', '--stateless-rpc', ...options, git.folder],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: CLONE_TIMEOUT_MS,
      env: {
        ...(Git.environment() as NodeJS.ProcessEnv),
        ...(typeof protocol === 'string' &&
          /^version=\d$/.test(protocol) && { GIT_PROTOCOL: protocol }),
      },
    },
  );
  child.once('error', () => response.destroy());
  child.stdin.on('error', () => {});
  response.once('close', () => child.kill());
  child.stdout.pipe(response);
  const body =
    request.headers['content-encoding'] === 'gzip'
      ? request.pipe(createGunzip().on('error', () => child.kill()))
      : request;
  body.pipe(child.stdin);
}
