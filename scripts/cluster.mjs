// Runs the tests on a real Kubernetes API server: npm run test:cluster
import fs from 'node:fs';
import path from 'node:path';
import { countingCommand, skip, Stages } from './lib/stages.mjs';
import { root } from './lib/workspace.mjs';

const tests = path.join(root, 'packages/backend/cluster-test/run.mjs');
const stages = new Stages();
await stages.run('cluster', () =>
  fs.existsSync(tests)
    ? countingCommand([tests, ...process.argv.slice(2)])
    : skip('there are no cluster tests'),
);
stages.finish();
