import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { toolsDir } from './workspace.mjs';

const NODE_VERSION = '24.21.0';
// Per major version the oldest minor that all dependencies accept.
const OLDEST_MINORS = { 22: 22, 24: 15 };

/** The path of a Node.js that the repository supports, fetched into .tools if need be. */
export function nodePath() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (minor >= OLDEST_MINORS[major]) return process.execPath;
  // The npm packages node-<os>-<cpu> hold the official builds of Node.js.
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${os}-${process.arch}`;
  const directory = path.join(toolsDir, 'node_modules', name);
  if (installedVersion(directory) !== NODE_VERSION) fetchNode(name);
  return path.join(directory, 'bin', os === 'win' ? 'node.exe' : 'node');
}

function installedVersion(directory) {
  const manifest = path.join(directory, 'package.json');
  if (!fs.existsSync(manifest)) return undefined;
  return JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
}

function fetchNode(name) {
  process.stdout.write(
    `Node.js ${process.version} is not supported here: getting ${NODE_VERSION} into .tools\n`,
  );
  fs.mkdirSync(toolsDir, { recursive: true });
  fs.writeFileSync(path.join(toolsDir, 'package.json'), '{"private":true}\n');
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const options = '--no-save --ignore-scripts --no-audit --no-fund'.split(' ');
  const [command, ...args] = [
    ...npm,
    'install',
    '--prefix',
    toolsDir,
    ...options,
    `${name}@${NODE_VERSION}`,
  ];
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(
      `Could not get Node.js ${NODE_VERSION} (npm package ${name}). Check the network, or install a newer Node.js 22 or 24 yourself, then try again.`,
    );
  }
}
