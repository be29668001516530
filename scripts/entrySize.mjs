// Checks what every page of a portal loads of the frontend plugin: its two
// entry points with all that they import at once.
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './lib/workspace.mjs';

const LIMIT_BYTES = 15_000;
const ENTRIES = ['src/index.ts', 'src/alpha/index.ts'];
// A portal has these already.
const EXTERNAL = [
  '@backstage/*',
  'react',
  'react/*',
  'react-dom',
  'react-dom/*',
  'react-router-dom',
];

const { build } = createRequire(path.join(root, 'package.json'))('esbuild');
const packageDir = path.join(root, 'plugins/changes');
const { metafile, outputFiles } = await build({
  absWorkingDir: packageDir,
  entryPoints: ENTRIES,
  external: EXTERNAL,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  jsx: 'automatic',
  minify: true,
  metafile: true,
  write: false,
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"' },
});
const outputs = new Map(
  outputFiles.map(({ path: file, contents }) => {
    const name = path.relative(packageDir, file).split(path.sep).join('/');
    const bytes = gzipSync(contents).length;
    return [name, { ...metafile.outputs[name], bytes }];
  }),
);

/** A chunk and those that it imports statically. */
function collect(name, chunks) {
  if (chunks.has(name)) return chunks;
  chunks.add(name);
  for (const { path: imported, kind, external } of outputs.get(name).imports) {
    if (kind === 'import-statement' && !external) collect(imported, chunks);
  }
  return chunks;
}

const loaded = new Set();
for (const [name, { entryPoint }] of outputs) {
  if (ENTRIES.includes(entryPoint)) collect(name, loaded);
}
const total = [...loaded].reduce((sum, n) => sum + outputs.get(n).bytes, 0);
process.stdout.write(
  `entry of plugins/changes: ${total} bytes gzip, limit ${LIMIT_BYTES}\n`,
);
if (total > LIMIT_BYTES) {
  const inputs = [...loaded]
    .flatMap(name => Object.entries(outputs.get(name).inputs))
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 15);
  for (const [input, { bytesInOutput }] of inputs) {
    process.stdout.write(`${String(bytesInOutput).padStart(8)} ${input}\n`);
  }
  process.exitCode = 1;
}
