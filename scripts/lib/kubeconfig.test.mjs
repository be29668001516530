import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { readClusters } from './kubeconfig.mjs';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-kubeconfig-'));
after(() => fs.rmSync(directory, { recursive: true }));

function write(text) {
  const file = path.join(directory, 'config');
  fs.writeFileSync(file, text);
  return file;
}

const TWO_CONTEXTS = `
current-context: staging
contexts:
  - name: staging
    context: { cluster: s, user: s }
  - name: prod
    context: { cluster: p, user: p }
users:
  - name: p
    user: { token: not-for-anyone }
`;

test('without a name it is the current context alone', () => {
  const file = write(TWO_CONTEXTS);
  assert.deepEqual(readClusters(file, []), [
    { name: 'staging', kubeconfig: file, context: 'staging' },
  ]);
});

test('named contexts replace the current one, each once', () => {
  const file = write(TWO_CONTEXTS);
  assert.deepEqual(
    readClusters(file, ['prod', 'prod']).map(cluster => cluster.name),
    ['prod'],
  );
});

test('credentials may be bound to namespaces', () => {
  const file = write(TWO_CONTEXTS);
  assert.deepEqual(readClusters(file, ['prod'], ['shop', 'pay']), [
    {
      name: 'prod',
      kubeconfig: file,
      context: 'prod',
      namespaces: ['shop', 'pay'],
    },
  ]);
});

test('an unknown context is refused, and the known ones are named', () => {
  const file = write(TWO_CONTEXTS);
  assert.throws(() => readClusters(file, ['dev']), /"dev".*staging, prod/);
});

test('no current context and none named is refused', () => {
  const file = write('contexts: [{ name: a, context: {} }]');
  assert.throws(() => readClusters(file, []), /--context.*it has: a/);
});

test('a missing file is told', () => {
  const file = path.join(directory, 'nowhere');
  assert.throws(() => readClusters(file, []), /There is no kubeconfig/);
});

test('a broken file is told without its content', () => {
  const file = write('users: [{ token: not-for-anyone');
  assert.throws(
    () => readClusters(file, []),
    error => !error.message.includes('not-for-anyone'),
  );
});
