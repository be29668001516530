import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import YAML from 'yaml';
import { writePortalConfig } from './portalConfig.mjs';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-config-'));
after(() => fs.rmSync(directory, { recursive: true }));

function write(options) {
  const files = writePortalConfig({ port: 7123, directory, ...options });
  return YAML.parse(fs.readFileSync(files.at(-1), 'utf8'));
}

test('only this machine can reach the portal', () => {
  const { app, backend } = write({ clusters: [] });
  assert.deepEqual(backend.listen, { host: '127.0.0.1', port: 7123 });
  assert.equal(backend.baseUrl, 'http://localhost:7123');
  assert.equal(app.baseUrl, backend.baseUrl);
});

test('the databases stay between starts', () => {
  const { connection } = write({ clusters: [] }).backend.database;
  assert.equal(connection.directory, path.join(directory, 'data'));
});

test('without a cluster nothing is watched', () => {
  const { changes } = write({ clusters: [] });
  assert.deepEqual(changes, { sources: { kubernetes: false } });
});

test('exactly the clusters that were named are watched', () => {
  const cluster = { name: 'prod', kubeconfig: '/config', context: 'prod' };
  const { changes } = write({ clusters: [cluster] });
  assert.deepEqual(changes, { kubernetes: { clusters: [cluster] } });
});

test("the Kubernetes plugin's tab is hidden, the catalog stays the first page", () => {
  const { extensions } = write({ clusters: [] }).app;
  assert.deepEqual(extensions, [
    { 'page:catalog': { config: { path: '/' } } },
    { 'entity-content:kubernetes/kubernetes': false },
  ]);
});

test("a person's own cluster fills the catalog, the examples do not", () => {
  const cluster = { name: 'prod', kubeconfig: '/config', context: 'prod' };
  const { catalog } = write({ clusters: [cluster], catalog: 'clusters' });
  assert.deepEqual(Object.keys(catalog.providers), ['cluster']);
  assert.deepEqual(
    catalog.locations.map(({ target }) => path.basename(target)),
    ['org.yaml'],
  );
});
