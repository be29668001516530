import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './workspace.mjs';

const require = createRequire(path.join(root, 'package.json'));

/** The file of Backstage's CLI, to be run by our Node.js. */
export const backstageCli = path.join(
  path.dirname(require.resolve('@backstage/cli/package.json')),
  'bin/backstage-cli',
);

/** Options of Node.js that let it run the workspace's TypeScript. */
export const typescriptArgs = [
  '--enable-source-maps',
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
];
