import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/**
 * One secret or several, as they are while one is replaced by the next.
 *
 * @throws InputError when there is none: no system is open without a proof of sender
 */
export function readSecrets(config: Config, key: string): string[] {
  const value = config.getOptional('secret');
  const secrets = (Array.isArray(value) ? value : [value]).map(secret =>
    typeof secret === 'string' ? secret.trim() : '',
  );
  if (secrets.length === 0 || secrets.includes('')) {
    throw new InputError(
      `${key}.secret: is needed, a text or a list of texts; without it anybody could send`,
    );
  }
  return secrets;
}
