import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { keepWhole } from './keepWhole.mjs';
import { root, toolsDir } from './workspace.mjs';

const backendDir = path.join(root, 'packages/backend');

/** The file with the schema of the portal's configuration, where it is kept. */
export function keptConfigSchema() {
  const file = schemaFile();
  return fs.existsSync(file) ? file : undefined;
}

/** Collects the schema, which takes seconds, if a package changed since the last time. */
export async function collectConfigSchema() {
  const file = schemaFile();
  if (fs.existsSync(file)) return;
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  keepWhole(file, JSON.stringify(await collect()));
}

function schemaFile() {
  return path.join(toolsDir, `config-schema/${sourceHash()}.json`);
}

async function collect() {
  // Loaded only now: it is slow, and seldom needed.
  const require = createRequire(path.join(backendDir, 'package.json'));
  const { loadConfigSchema } = require('@backstage/config-loader');
  const schema = await loadConfigSchema({
    dependencies: workspaces().map(({ manifest }) => manifest.name),
  });
  return schema.serialize();
}

function sourceHash() {
  const hash = createHash('sha256');
  hash.update(fs.readFileSync(path.join(root, 'yarn.lock')));
  for (const { directory, manifest } of workspaces()) {
    hash.update(JSON.stringify(manifest));
    const schema = path.join(directory, 'config.d.ts');
    if (fs.existsSync(schema)) hash.update(fs.readFileSync(schema));
  }
  return hash.digest('hex');
}

function workspaces() {
  return ['packages', 'plugins'].flatMap(group =>
    fs
      .readdirSync(path.join(root, group))
      .sort()
      .map(name => path.join(root, group, name))
      .filter(directory => fs.existsSync(path.join(directory, 'package.json')))
      .map(directory => ({
        directory,
        manifest: JSON.parse(
          fs.readFileSync(path.join(directory, 'package.json'), 'utf8'),
        ),
      })),
  );
}
