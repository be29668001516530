import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { backstageCli } from './backstageCli.mjs';
import { alone } from './lock.mjs';
import { root, toolsDir } from './workspace.mjs';

const BROWSER_ROLES = ['frontend-plugin', 'web-library', 'common-library'];
const appDir = path.join(root, 'packages/app');
const hashFile = path.join(appDir, 'dist/.source-hash');
const lockFile = path.join(toolsDir, 'app-build.lock');

/** Builds packages/app into its dist if its sources changed since the last build. */
export async function buildApp() {
  if (isBuilt()) return;
  await alone(
    lockFile,
    {
      onWait: () =>
        process.stdout.write(
          'Another process builds the app: waiting for it\n',
        ),
    },
    async () => {
      if (!isBuilt()) await build();
    },
  );
}

function isBuilt() {
  return (
    fs.existsSync(hashFile) &&
    fs.readFileSync(hashFile, 'utf8') === sourceHash()
  );
}

async function build() {
  const hash = sourceHash();
  process.stdout.write('Building the app (half a minute or more)\n');
  const started = Date.now();
  const { code, output } = await run([
    'package',
    'build',
    // The last answer of --config wins over app-config.local.yaml as well.
    '--config',
    path.join(root, 'app-config.yaml'),
  ]);
  if (code !== 0) {
    throw new Error(`${output}\nThe app could not be built.`);
  }
  fs.writeFileSync(hashFile, hash);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`Built the app in ${seconds} s\n`);
}

function run(args) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [backstageCli, ...args], {
      cwd: appDir,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ code: 1, output: error.message }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

function sourceHash() {
  const hash = createHash('sha256');
  const files = [
    path.join(root, 'yarn.lock'),
    path.join(root, 'app-config.yaml'),
    ...packageFiles(appDir),
  ];
  const plugins = path.join(root, 'plugins');
  for (const name of fs.readdirSync(plugins).sort()) {
    const directory = path.join(plugins, name);
    const manifest = path.join(directory, 'package.json');
    if (!fs.existsSync(manifest)) continue;
    const { backstage } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    if (BROWSER_ROLES.includes(backstage.role)) {
      files.push(...packageFiles(directory));
    }
  }
  for (const file of files) {
    hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

function packageFiles(directory) {
  const files = ['package.json', 'config.d.ts']
    .map(name => path.join(directory, name))
    .filter(file => fs.existsSync(file));
  for (const folder of ['src', 'public']) {
    const top = path.join(directory, folder);
    if (!fs.existsSync(top)) continue;
    for (const name of fs.readdirSync(top, { recursive: true }).sort()) {
      const file = path.join(top, name);
      if (/\.test\.tsx?$/.test(name) || !fs.statSync(file).isFile()) continue;
      files.push(file);
    }
  }
  return files;
}
