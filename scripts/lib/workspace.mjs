import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
export const toolsDir = path.join(root, '.tools');
export const localDir = path.join(root, '.local');
export const yarnFile = path.join(root, '.yarn/releases/yarn-4.13.0.cjs');

/** The environment of a child: our Node.js and the workspace's programs first. */
export function childEnv(node) {
  const env = { ...process.env };
  const registry = env.npm_config_registry;
  // What npm set for its own Node.js (the nodedir of an .npmrc, say) must not
  // leak into ours.
  for (const key of Object.keys(env)) {
    if (/^npm_/i.test(key)) delete env[key];
  }
  // Yarn does not read .npmrc: pass on the mirror that npm was told to use.
  if (registry?.startsWith('https:') && !env.YARN_NPM_REGISTRY_SERVER) {
    env.YARN_NPM_REGISTRY_SERVER = registry.replace(/\/$/, '');
  }
  env.PATH = [
    path.dirname(node),
    path.join(root, 'node_modules/.bin'),
    env.PATH,
  ].join(path.delimiter);
  return env;
}
