import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type {
  ClusterResponse,
  ClusterTransport,
  RequestOptions,
} from './Cluster';
import { USER_AGENT } from './userAgent';

export interface PortalAccess {
  auth: AuthService;
  discovery: DiscoveryService;
}

/**
 * Reaches an API server through the proxy of the portal's Kubernetes plugin, with the credentials that the portal has for the cluster.
 */
export class PortalTransport implements ClusterTransport {
  readonly #access: PortalAccess;
  readonly #cluster: string;

  static create(options: PortalAccess & { cluster: string }): PortalTransport {
    const { cluster, ...access } = options;
    return new PortalTransport(access, cluster);
  }

  private constructor(access: PortalAccess, cluster: string) {
    this.#access = access;
    this.#cluster = cluster;
  }

  async get(path: string, options: RequestOptions): Promise<ClusterResponse> {
    const response = await portalGet(this.#access, `/proxy${path}`, {
      signal: options.signal,
      headers: {
        Accept: options.accept ?? 'application/json',
        'Accept-Encoding': options.encoding,
        'User-Agent': USER_AGENT,
        'Backstage-Kubernetes-Cluster': this.#cluster,
      },
    });
    return {
      status: response.status,
      header: name => response.headers.get(name) ?? undefined,
      body: response.body ?? noBytes(),
    };
  }
}

/** Asks the portal's Kubernetes plugin, as ourselves. */
export async function portalGet(
  { auth, discovery }: PortalAccess,
  path: string,
  options: { signal: AbortSignal; headers?: Record<string, string> },
): Promise<Response> {
  const baseUrl = await discovery.getBaseUrl('kubernetes');
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: await auth.getOwnServiceCredentials(),
    targetPluginId: 'kubernetes',
  });
  return fetch(`${baseUrl}${path}`, {
    method: 'GET',
    redirect: 'error',
    signal: options.signal,
    headers: { ...options.headers, Authorization: `Bearer ${token}` },
  });
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // An answer without a body.
}
