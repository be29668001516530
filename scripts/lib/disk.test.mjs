import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { requireFreeSpace } from './disk.mjs';

test('enough room passes', () => {
  requireFreeSpace(os.tmpdir(), 0, 'nothing');
});

test('too little room is told, with what is needed', () => {
  assert.throws(
    () => requireFreeSpace(os.tmpdir(), 1e9, 'the portal'),
    /nearly full: .* the portal needs 1000000000 GB/,
  );
});
