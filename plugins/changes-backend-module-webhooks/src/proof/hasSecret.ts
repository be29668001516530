import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a request carries one of the secrets: as a bearer token, or as the password of basic authentication. Takes the same time
 * whichever it is, and however much of it is right.
 */
export function hasSecret(
  secrets: readonly string[],
  authorization: string | undefined,
): boolean {
  const given = digestOf(secretIn(authorization ?? ''));
  let isProven = false;
  for (const secret of secrets) {
    if (timingSafeEqual(digestOf(secret), given)) isProven = true;
  }
  return isProven;
}

function secretIn(authorization: string): string {
  const [scheme, value = ''] = authorization.split(' ', 2);
  if (scheme.toLowerCase() !== 'basic') return value;
  const userAndPassword = Buffer.from(value, 'base64').toString('utf8');
  return userAndPassword.slice(userAndPassword.indexOf(':') + 1);
}

// Of one length, whatever the secret's.
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
