import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { keepLog, readEntry } from './log.mjs';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-log-'));
after(() => fs.rmSync(directory, { recursive: true }));

test("Backstage's lines of JSON become readable", () => {
  const line = JSON.stringify({
    level: 'error',
    message: 'Plugin threw',
    plugin: 'catalog',
    service: 'backstage',
    stack: 'Error: Plugin threw\n    at init',
  });
  assert.deepEqual(readEntry(line, new Date(0)), {
    text: '1970-01-01T00:00:00.000Z catalog error Plugin threw\nError: Plugin threw\n    at init',
    isError: true,
    isLogged: true,
  });
});

test('other lines stay, without their colours', () => {
  assert.equal(readEntry('\u001b[31mred\u001b[39m').text, 'red');
  assert.equal(readEntry('{"a":1}').text, '{"a":1}');
  assert.equal(readEntry('{not JSON').text, '{not JSON');
});

async function logOf(...chunks) {
  const stream = new PassThrough();
  const log = keepLog([stream], path.join(directory, 'a.log'));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await once(stream, 'end');
  return log;
}

test('the last words of a program are at hand, whole lines or not', async () => {
  const log = await logOf('first\nsec', 'ond');
  assert.match(
    log.lastWords(),
    /^first\nsecond\nThe whole log is in .*a\.log$/,
  );
});

test('what it dies of is told without the log before', async () => {
  const entry = JSON.stringify({ level: 'info', message: 'Starting' });
  const log = await logOf(`${entry}\nthe disk is full\n`);
  assert.match(log.lastWords(), /^the disk is full\nThe whole/);
});
