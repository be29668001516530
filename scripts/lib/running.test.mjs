import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freePort } from './port.mjs';
import { noteRunning, requireNotRunning } from './running.mjs';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-running-'));
after(() => fs.rmSync(directory, { recursive: true }));

test('a folder without a portal passes', async () => {
  await requireNotRunning(directory);
});

test('a portal that runs is refused', async t => {
  const server = net.createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address();
  noteRunning(directory, port);
  await assert.rejects(requireNotRunning(directory), {
    message: new RegExp(`already runs at http://localhost:${port}`),
  });
});

test('what a crashed portal left behind passes', async () => {
  noteRunning(directory, await freePort());
  await requireNotRunning(directory);
});
