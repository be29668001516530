// Runs the tests of the scripts themselves.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runNodeTests } from './lib/nodeTests.mjs';
import { root } from './lib/workspace.mjs';

const directory = path.join(root, 'scripts/lib');
await runNodeTests(
  readdirSync(directory, { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => path.join(directory, name)),
);
