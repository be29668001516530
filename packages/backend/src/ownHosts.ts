import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '@backstage/config';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const MISDIRECTED = 421;

/**
 * A portal that only this machine can reach answers only to its own names. Else a page elsewhere, whose name is made to lead here, could
 * read it by the visitor's browser.
 */
export function ownHosts(
  config: Config,
): (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void {
  const listen = config.getOptional('backend.listen');
  const host = Object(listen).host as string | undefined;
  const isLocal = host !== undefined && LOOPBACK.includes(host);
  const own = new Set([
    ...LOOPBACK,
    ...['app.baseUrl', 'backend.baseUrl'].flatMap(key => {
      const url = config.getOptionalString(key);
      return url ? new URL(url).hostname : [];
    }),
  ]);
  return (request, response, next) => {
    const name = URL.parse(`http://${request.headers.host}`)?.hostname;
    if (!isLocal || (name !== undefined && own.has(name))) next();
    else response.writeHead(MISDIRECTED).end('This portal has another name.\n');
  };
}
