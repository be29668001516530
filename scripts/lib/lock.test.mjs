import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { alone } from './lock.mjs';

let file;
beforeEach(() => {
  file = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-lock-')),
    'lock',
  );
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

test('one after the other, and who waits says so once', async () => {
  const done = [];
  const turn = name =>
    alone(file, { onWait: () => done.push(`${name} waits`) }, async () => {
      done.push(`${name} begins`);
      await new Promise(resolve => setImmediate(resolve));
      done.push(`${name} ends`);
    });
  await Promise.all([turn('one'), turn('two')]);
  assert.deepEqual(done, [
    'one begins',
    'two waits',
    'one ends',
    'two begins',
    'two ends',
  ]);
});

test('what fails lets the next one in, and so does what was killed', async () => {
  const failed = alone(file, { onWait() {} }, async () => {
    throw new Error('no space');
  });
  await assert.rejects(failed, { message: 'no space' });
  // No process has such a number.
  fs.writeFileSync(file, '99999999');
  assert.equal(await alone(file, { onWait() {} }, async () => 42), 42);
});
