// The browser tests, against a recorded cluster and a GitHub of our own, and those of the demo's protocols:
//   node packages/app/e2e/run.mjs [--screenshots] [FILE…]
// --screenshots also takes the README's pictures into docs/images.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../../scripts/lib/appBuild.mjs';
import { collectConfigSchema } from '../../../scripts/lib/configSchema.mjs';
import { runNodeTests } from '../../../scripts/lib/nodeTests.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'boolean', default: false } },
});
const folders = [
  import.meta.dirname,
  path.join(import.meta.dirname, '../../demo/src'),
];
const files =
  positionals.length > 0
    ? positionals.map(file => path.resolve(file))
    : folders.flatMap(folder =>
        readdirSync(folder, { recursive: true })
          .filter(name => name.endsWith('.e2e.ts'))
          .sort()
          .map(name => path.join(folder, name)),
      );

if (values.screenshots) process.env.RIPPLE_SCREENSHOTS = '1';
await buildApp();
await collectConfigSchema();
await runNodeTests(files, {
  // These files have no package.json of their own that says "module".
  execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
});
