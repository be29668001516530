import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, toolsDir } from './workspace.mjs';

const run = promisify(execFile);

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
  // Apart: what is loaded for it would stay in memory for as long as the portal runs.
  const program = path.join(root, 'scripts/lib/writeConfigSchema.mjs');
  const packages = workspaces().map(({ manifest }) => manifest.name);
  await run(process.execPath, [program, file, ...packages], { cwd: root });
}

function schemaFile() {
  return path.join(toolsDir, `config-schema/${sourceHash()}.json`);
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
