// node writeConfigSchema.mjs FILE PACKAGE…: the schema of their configuration.
import { createRequire } from 'node:module';
import path from 'node:path';
import { keepWhole } from './keepWhole.mjs';
import { root } from './workspace.mjs';

const backend = path.join(root, 'packages/backend');
const { loadConfigSchema } = createRequire(path.join(backend, 'package.json'))(
  '@backstage/config-loader',
);
const [file, ...dependencies] = process.argv.slice(2);
const schema = await loadConfigSchema({ dependencies });
keepWhole(file, JSON.stringify(schema.serialize()));
