// Loaded into the backend: lets Node.js run the workspace's TypeScript as
// Backstage's own hook does, but keeps what it made of a file, and needs no
// second thread through which each ES module would pass.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { Module, createRequire } = require('node:module');
const path = require('node:path');
const { keepWhole } = require('./keepWhole.mjs');

const folder = path.join(__dirname, '../../.tools/javascript');
const cli = createRequire(require.resolve('@backstage/cli/package.json'));
const cliNode = createRequire(cli.resolve('@backstage/cli-node/package.json'));
const { version } = cliNode('@swc/core/package.json');
const OPTIONS = {
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
};

function javascriptOf(filename) {
  const code = fs.readFileSync(filename, 'utf8');
  const head = `// ${version} ${hashOf(code)}\n`;
  const kept = path.join(folder, `${hashOf(filename)}.js`);
  const known = readOrEmpty(kept);
  if (known.startsWith(head)) return known.slice(head.length);
  // Loaded only now: it is slow, and seldom needed.
  const { transformSync } = cliNode('@swc/core');
  const transformed = transformSync(code, { ...OPTIONS, filename });
  keepWhole(kept, head + transformed.code);
  return transformed.code;
}

function hashOf(text) {
  return createHash('sha256').update(text).digest('hex');
}

function readOrEmpty(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

Module._extensions['.ts'] = (module, filename) => {
  module._compile(javascriptOf(filename), filename);
};
