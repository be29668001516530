import { X509Certificate } from 'node:crypto';
import { plainKind } from './plain';

/** cert-manager's Certificate. */
export const CERTIFICATE = plainKind({
  resource: 'certificates',
  group: 'cert-manager.io',
  version: 'v1',
  kind: 'Certificate',
  profile: 'delivery',
  isOptional: true,
  tells: { word: 'Certificate', event: 'config', changes: true },
});

/** A chain of certificates is not longer. */
const CERTIFICATE_MAX_CHARS = 100_000;

/** When a certificate ends, and from when on that is soon by its own length: half of its last third. */
export interface Validity {
  notAfter: string;
  lateFrom: string;
}

/**
 * Reads the times, and nothing else, of the first certificate of a TLS Secret's `tls.crt`.
 * @param encoded - base64 of PEM
 */
export function validityOf(encoded: string): Validity | undefined {
  if (encoded === '' || encoded.length > CERTIFICATE_MAX_CHARS)
    return undefined;
  try {
    const { validFrom, validTo } = new X509Certificate(
      Buffer.from(encoded, 'base64'),
    );
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
    return {
      notAfter: new Date(to).toISOString(),
      lateFrom: new Date(to - (to - from) / 6).toISOString(),
    };
  } catch {
    return undefined;
  }
}
