import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './makeFolder.mjs';

test('makes all folders that are missing, and leaves those that are there', t => {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-folder-'));
  t.after(() => fs.rmSync(top, { recursive: true }));
  const folder = path.join(top, 'a/b/c');
  makeFolder(folder);
  makeFolder(folder);
  assert.ok(fs.statSync(folder).isDirectory());
});

test('says at once that there can be none below a file, or below /proc', t => {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-folder-'));
  t.after(() => fs.rmSync(top, { recursive: true }));
  const file = path.join(top, 'file');
  fs.writeFileSync(file, '');
  assert.throws(() => makeFolder(path.join(file, 'a/b')), { code: 'ENOTDIR' });
  if (process.platform !== 'linux') return;
  assert.throws(() => makeFolder('/proc/ripple/data'), { code: 'ENOENT' });
});
