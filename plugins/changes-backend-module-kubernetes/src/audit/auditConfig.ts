import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { patternOf } from './user';

const KEY = 'changes.kubernetes.audit';
const TOKEN_MIN_CHARS = 16;

/**
 * The token that the API servers of each cluster prove themselves with, by the cluster's name.
 * @throws InputError that names the key where one is missing, too short or given twice
 */
export function auditTokens(config: Config): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [index, item] of (
    config.getOptionalConfigArray(KEY) ?? []
  ).entries()) {
    const cluster = item.getString('cluster');
    const token = item.getString('token').trim();
    if (tokens.has(cluster)) {
      throw new InputError(
        `${KEY}[${index}].cluster: '${cluster}' is named before; give each cluster one token`,
      );
    }
    if (token.length < TOKEN_MIN_CHARS) {
      throw new InputError(
        `${KEY}[${index}].token: must be at least ${TOKEN_MIN_CHARS} characters; anybody could guess it`,
      );
    }
    tokens.set(cluster, token);
  }
  return tokens;
}

/** Patterns of the users that are pipelines, of `changes.kubernetes.pipelineUsers`. */
export function pipelineUsers(config: Config): RegExp[] {
  const globs =
    config.getOptionalStringArray('changes.kubernetes.pipelineUsers') ?? [];
  return globs.map(patternOf);
}
