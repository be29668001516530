import type { Config } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { DemoUsers } from './DemoUsers';

/** Holds the entity ref, URI-encoded, of whom the visitor wants to be. */
export const DEMO_USER_COOKIE = 'ripple-demo-user';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', '[::1]', 'localhost'];

/** Takes the visitor's word for who they are: only in the demo, and only for visitors from this machine. */
export function createDemoAuthenticator(config: Config) {
  const users = DemoUsers.fromConfig(config);
  const isLocal = listensOnLoopback(config);
  return createProxyAuthenticator({
    initialize: () => undefined,
    defaultProfileTransform: async () => ({ profile: {} }),
    async authenticate({ req }) {
      const entityRef = users.find(readCookie(req.headers.cookie));
      if (!entityRef) {
        throw new NotAllowedError(
          "Nobody can sign in by the provider 'demo': there is no demo.users in the configuration",
        );
      }
      if (!isLocal) {
        throw new NotAllowedError(
          "The provider 'demo' checks no password: it signs in only where backend.listen is an address that nobody else can reach, such as 127.0.0.1",
        );
      }
      return { result: { entityRef } };
    },
  });
}

/** Whether `backend.listen` (`host:port`, or an object) lets in this machine alone; without a host it lets in all. */
function listensOnLoopback(config: Config): boolean {
  const listen = config.getOptional('backend.listen');
  const host =
    typeof listen === 'string'
      ? listen.replace(/:\d*$/, '')
      : config.getOptionalString('backend.listen.host');
  return host !== undefined && LOOPBACK_HOSTS.includes(host);
}

function readCookie(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=');
    if (name === DEMO_USER_COOKIE && value) return decode(value);
  }
  return undefined;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
