import fs from 'node:fs';
import YAML from 'yaml';

/**
 * The clusters of a kubeconfig that the user named, as changes.kubernetes.clusters
 * wants them. Without a name it is the file's current context, never all.
 * Credentials that are bound to namespaces say to which.
 */
export function readClusters(file, contexts, namespaces = []) {
  const config = parse(file);
  const known = (config.contexts ?? []).map(context => context.name);
  const list = known.length > 0 ? known.join(', ') : 'none';
  const names = contexts.length > 0 ? contexts : [config['current-context']];
  if (!names[0]) {
    throw new Error(
      `${file} has no current context: name one with --context (it has: ${list})`,
    );
  }
  for (const name of names) {
    if (!known.includes(name)) {
      throw new Error(`${file} has no context "${name}" (it has: ${list})`);
    }
  }
  return [...new Set(names)].map(name => ({
    name,
    kubeconfig: file,
    context: name,
    ...(namespaces.length > 0 ? { namespaces } : {}),
  }));
}

function parse(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(
      error.code === 'ENOENT'
        ? `There is no kubeconfig ${file}`
        : `The kubeconfig ${file} cannot be read: ${error.message}`,
    );
  }
  let config;
  try {
    config = YAML.parse(text);
  } catch {
    // The parser's message may quote a credential.
    throw new Error(`${file} is not valid YAML`);
  }
  if (config === null || typeof config !== 'object') {
    throw new Error(`${file} is not a kubeconfig`);
  }
  return config;
}
