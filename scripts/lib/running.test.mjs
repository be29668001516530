import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { noteRunning, requireNotRunning } from './running.mjs';

const PORT = 7007;
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-running-'));
after(() => fs.rmSync(directory, { recursive: true }));

test('a folder without a portal passes', async () => {
  await requireNotRunning(directory);
});

test('a portal that runs, or is being started, is refused', async t => {
  const sign = await noteRunning(directory, PORT);
  t.after(() => sign.close());
  await assert.rejects(requireNotRunning(directory), {
    message: /already runs at http:\/\/localhost:7007/,
  });
});

test('what a crashed portal left behind passes', async () => {
  const sign = await noteRunning(directory, PORT);
  await new Promise(resolve => sign.close(resolve));
  await requireNotRunning(directory);
  fs.writeFileSync(path.join(directory, 'running.json'), '{"pid":');
  await requireNotRunning(directory);
});
