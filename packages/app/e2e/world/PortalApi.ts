type Query = Record<string, string | number | string[] | undefined>;

/** The portal's HTTP API as the guest, or whoever's token is given, sees it. */
export class PortalApi {
  readonly #url: string;
  readonly #token: () => Promise<string>;

  static asGuest(url: string): PortalApi {
    return PortalApi.#signingIn(url, 'guest', {});
  }

  /** As one of the users of the demo. */
  static asDemoUser(url: string, entityRef: string): PortalApi {
    return PortalApi.#signingIn(url, 'demo', {
      cookie: `ripple-demo-user=${encodeURIComponent(entityRef)}`,
    });
  }

  static #signingIn(
    url: string,
    provider: string,
    headers: Record<string, string>,
  ): PortalApi {
    return new PortalApi(url, async () => {
      const response = await fetch(`${url}/api/auth/${provider}/refresh`, {
        headers,
      });
      const { backstageIdentity } = (await response.json()) as {
        backstageIdentity: { token: string };
      };
      return backstageIdentity.token;
    });
  }

  static withToken(url: string, token: string): PortalApi {
    return new PortalApi(url, async () => token);
  }

  private constructor(url: string, token: () => Promise<string>) {
    this.#url = url;
    this.#token = token;
  }

  /** The same reader, signed in once: for many calls within the token's hour. */
  async signedIn(): Promise<PortalApi> {
    return PortalApi.withToken(this.#url, await this.#token());
  }

  /** A route of Ripple's API. Throws with what the portal says when it is not 2xx. */
  async get<T>(route: string, query: Query = {}): Promise<T> {
    const response = await this.fetch(`/api/changes${route}${search(query)}`);
    return (await response.json()) as T;
  }

  /** A route below an entity's, e.g. `timeline` of `component:default/rest-api`. */
  entity<T>(ref: string, route: string, query?: Query): Promise<T> {
    const [kind, namespace, name] = ref.split(/[:/]/);
    return this.get<T>(
      `/entities/by-name/${kind}/${namespace}/${name}/${route}`,
      query,
    );
  }

  async post<T>(route: string, body: unknown): Promise<T> {
    const response = await this.fetch(`/api/changes${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as T;
  }

  /** Any path of the portal. Throws like the others. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${this.#url}${path}`, {
      ...init,
      headers: {
        ...init.headers,
        authorization: `Bearer ${await this.#token()}`,
      },
    });
    if (!response.ok) {
      throw new Error(
        `${init.method ?? 'GET'} ${path}: ${
          response.status
        } ${await response.text()}`,
      );
    }
    return response;
  }
}

function search(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of [value].flat()) {
      if (item !== undefined) parameters.append(key, String(item));
    }
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}
