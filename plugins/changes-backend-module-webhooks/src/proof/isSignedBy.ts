import { createHmac, timingSafeEqual } from 'node:crypto';

/** Nobody rotates more secrets at once; more signatures would only cost time. */
const SIGNATURES_MAX = 10;

/**
 * Whether one of the signatures is the HMAC-SHA256 of the body by one of the secrets. Takes the same time whichever does or does not.
 *
 * @param signatures - in hexadecimal
 */
export function isSignedBy(
  secrets: readonly string[],
  raw: Buffer,
  signatures: readonly string[],
): boolean {
  const given = signatures
    .slice(0, SIGNATURES_MAX)
    .map(signature => Buffer.from(signature.toLowerCase()));
  let isProven = false;
  for (const secret of secrets) {
    const expected = Buffer.from(
      createHmac('sha256', secret).update(raw).digest('hex'),
    );
    for (const signature of given) {
      if (
        signature.length === expected.length &&
        timingSafeEqual(signature, expected)
      ) {
        isProven = true;
      }
    }
  }
  return isProven;
}
