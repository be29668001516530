import type { IncomingMessage } from 'node:http';

const OWN = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether a request was meant for this machine. A page elsewhere, whose name is made to lead here, would send its own name: it could else
 * read the servers of the world by the visitor's browser.
 */
export function isForThisMachine({ headers }: IncomingMessage): boolean {
  return OWN.test(headers.host ?? '');
}
