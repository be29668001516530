import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { prepareDemoFolder } from './demoFolder.mjs';

let directory;
let database;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-demo-'));
  database = path.join(directory, 'data/changes.sqlite');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function prepare(keep) {
  const secrets = prepareDemoFolder(directory, { keep });
  fs.mkdirSync(path.dirname(database), { recursive: true });
  fs.writeFileSync(database, '');
  return secrets;
}

test('a demo is made anew at each start', () => {
  const before = prepare(false);
  const secrets = prepareDemoFolder(directory, { keep: false });
  assert.ok(!fs.existsSync(database));
  assert.notEqual(secrets.control, before.control);
});

test('one that was kept goes on', () => {
  const before = prepare(true);
  assert.deepEqual(prepareDemoFolder(directory, { keep: true }), before);
  assert.ok(fs.existsSync(database));
});

test('one that was not kept cannot go on', () => {
  prepare(false);
  prepareDemoFolder(directory, { keep: true });
  assert.ok(!fs.existsSync(database));
});

test('one that a crash left unfinished is made anew', () => {
  prepare(true);
  fs.writeFileSync(path.join(directory, 'demo.json'), '{"keep":');
  prepareDemoFolder(directory, { keep: true });
  assert.ok(!fs.existsSync(database));
});

test('a folder of something else is not deleted', () => {
  fs.writeFileSync(path.join(directory, 'thesis.tex'), '');
  assert.throws(() => prepareDemoFolder(directory, { keep: false }), {
    message: /holds something else than a demo/,
  });
  assert.ok(fs.existsSync(path.join(directory, 'thesis.tex')));
});

test('nobody else on the machine can read its secrets', () => {
  prepare(false);
  const { mode } = fs.statSync(path.join(directory, 'demo.json'));
  assert.equal(mode & 0o077, 0);
});
