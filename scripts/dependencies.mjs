// Checks that docs/dependencies.md has a row for every dependency that is not
// Backstage's, and none for one that is gone.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/workspace.mjs';

const OWN = /^@backstage\/|^@ripplehq\/|^(app|demo)$/;
const ROW = /^\| `([^`]+)` +\|/gm;

const declared = new Set();
const folders = ['packages', 'plugins'].flatMap(group =>
  readdirSync(path.join(root, group)).map(name => path.join(group, name)),
);
for (const folder of ['', ...folders]) {
  const file = path.join(root, folder, 'package.json');
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    if (!OWN.test(name)) declared.add(name);
  }
}
const page = readFileSync(path.join(root, 'docs/dependencies.md'), 'utf8');
const described = new Set([...page.matchAll(ROW)].map(([, name]) => name));

const missing = [...declared].filter(name => !described.has(name));
const gone = [...described].filter(name => !declared.has(name));
for (const name of missing) {
  process.stdout.write(`docs/dependencies.md has no row for ${name}\n`);
}
for (const name of gone) {
  process.stdout.write(
    `docs/dependencies.md describes ${name}, which is gone\n`,
  );
}
process.exitCode = missing.length + gone.length > 0 ? 1 : 0;
