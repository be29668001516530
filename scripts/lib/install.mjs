import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { requireFreeSpace } from './disk.mjs';
import { root, toolsDir, yarnFile } from './workspace.mjs';

const ATTEMPTS = 3;
const FULL_INSTALL_GIB = 3;
const stateFile = path.join(root, 'node_modules', '.install-state');

/** Installs the workspace's packages if a manifest changed since the last install. */
export async function install(node, env) {
  const state = manifestHash();
  if (readOrEmpty(stateFile) === state) return;
  if (fs.existsSync(stateFile)) {
    process.stdout.write('Bringing the packages up to date\n');
  } else {
    requireFreeSpace(root, FULL_INSTALL_GIB, 'the installation');
    process.stdout.write(
      'Installing packages (1.6 GB; the first time takes a few minutes)\n',
    );
  }
  fs.mkdirSync(toolsDir, { recursive: true });
  const started = Date.now();
  let output = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await yarnInstall(node, env);
    if (result.code === 0) {
      fs.writeFileSync(stateFile, state);
      const seconds = Math.round((Date.now() - started) / 1000);
      process.stdout.write(`Installed in ${seconds} s\n`);
      return;
    }
    output = result.output;
    if (!isTransient(output)) break;
    process.stdout.write(`  attempt ${attempt} of ${ATTEMPTS} failed\n`);
  }
  throw new Error(remedy(output));
}

function yarnInstall(node, env) {
  return new Promise(resolve => {
    const args = [yarnFile, 'install', '--immutable'];
    const child = spawn(node, args, { cwd: root, env });
    let output = '';
    const read = chunk => {
      output += chunk;
      for (const [, step] of `${chunk}`.matchAll(/┌ (.+ step)/g)) {
        process.stdout.write(`  ${step.toLowerCase()}\n`);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', error => resolve({ code: 1, output: error.message }));
    child.on('close', code => {
      fs.writeFileSync(path.join(toolsDir, 'install.log'), output);
      resolve({ code: code ?? 1, output });
    });
  });
}

function isTransient(output) {
  return (
    isNetwork(output) || /onCancel handler|YN0035|Internal Error/.test(output)
  );
}

function isNetwork(output) {
  return /ENOTFOUND|EAI_AGAIN|ECONNRE|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|RequestError|socket hang up/.test(
    output,
  );
}

function remedy(output) {
  if (/ENOSPC/.test(output)) {
    return 'The disk is full: free some space, then try again.';
  }
  if (/YN0028/.test(output)) {
    return 'yarn.lock does not fit the manifests: run "yarn install" and commit yarn.lock.';
  }
  if (isNetwork(output)) {
    return 'The packages could not be fetched: the npm registry cannot be reached. Check the network (behind a mirror set YARN_NPM_REGISTRY_SERVER), then try again.';
  }
  const end = output.trimEnd().split('\n').slice(-25).join('\n');
  return `${end}\nThe installation failed; .tools/install.log holds all that it said.`;
}

function manifestHash() {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch}`);
  const manifests = ['yarn.lock', 'package.json', '.yarnrc.yml'];
  for (const group of ['packages', 'plugins']) {
    for (const name of fs.readdirSync(path.join(root, group)).sort()) {
      manifests.push(path.join(group, name, 'package.json'));
    }
  }
  for (const file of manifests) {
    hash.update(file).update(readOrEmpty(path.join(root, file)));
  }
  return hash.digest('hex');
}

function readOrEmpty(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
