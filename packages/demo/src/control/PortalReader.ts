import { z } from 'zod';

const TIMEOUT_MS = 3000;
const FOUND_MAX = 50;
/** Around the moment at which something is sought. */
const MARGIN_MS = 90_000;

const signedIn = z.object({
  backstageIdentity: z.object({ token: z.string() }),
});
const events = z.object({
  events: z.array(
    z.object({ id: z.string(), title: z.string(), startedAt: z.string() }),
  ),
});
const services = z.object({
  totals: z.record(z.string(), z.number()),
});

/** Something that Ripple should tell of. */
export interface Sought {
  /** Ref of the entity on whose page it is. */
  entityRef: string;
  kind: string;
  /** Epoch milliseconds of its start, within a minute or so. */
  at: number;
  /** What its title says. */
  title: RegExp;
}

/** Asks Ripple over HTTP what any visitor of the portal can see. */
export class PortalReader {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #found = new Map<string, string>();

  static create(options: {
    portalUrl: string;
    fetch?: typeof fetch;
  }): PortalReader {
    return new PortalReader(options.portalUrl, options.fetch ?? fetch);
  }

  private constructor(url: string, fetchFunction: typeof fetch) {
    this.#url = url;
    this.#fetch = fetchFunction;
  }

  /** Resolves when the portal answers, which it does after it has read what came before; and when it takes too long or is away. */
  async answers(signal?: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await this.#fetch(
        `${this.#url}/.backstage/health/v1/liveness`,
        { signal: signal ? AbortSignal.any([timeout, signal]) : timeout },
      );
      await response.body?.cancel();
    } catch {
      // The world waits for nobody who is away.
    }
  }

  /** How many services it knows of; undefined while it does not answer. */
  async serviceCount(): Promise<number | undefined> {
    try {
      const { totals } = services.parse(
        await this.#get('/api/changes/services?limit=1'),
      );
      return Object.values(totals).reduce((sum, count) => sum + count, 0);
    } catch {
      return undefined;
    }
  }

  /** Under which id it tells of something; undefined where it does not, yet. */
  async eventId(sought: Sought): Promise<string | undefined> {
    const key = `${sought.entityRef} ${sought.kind} ${sought.at}`;
    const known = this.#found.get(key);
    if (known) return known;
    try {
      const id = await this.#findEvent(sought);
      if (id) this.#remember(key, id);
      return id;
    } catch {
      return undefined;
    }
  }

  async #findEvent({
    at,
    entityRef,
    kind,
    title,
  }: Sought): Promise<string | undefined> {
    const [, entityKind, namespace, name] =
      /^([^:]+):([^/]+)\/(.+)$/.exec(entityRef) ?? [];
    const query = new URLSearchParams({
      kind,
      from: new Date(at - MARGIN_MS).toISOString(),
      to: new Date(at + MARGIN_MS).toISOString(),
      degree: '0',
    });
    const answer = events.parse(
      await this.#get(
        `/api/changes/entities/by-name/${entityKind}/${namespace}/${name}/events?${query}`,
      ),
    );
    return answer.events.find(event => title.test(event.title))?.id;
  }

  async #get(path: string): Promise<unknown> {
    const { backstageIdentity } = signedIn.parse(
      await this.#json('/api/auth/demo/refresh', {
        // Without it the portal takes the question for one of another site.
        'x-requested-with': 'XMLHttpRequest',
      }),
    );
    return this.#json(path, {
      authorization: `Bearer ${backstageIdentity.token}`,
    });
  }

  async #json(path: string, headers: Record<string, string>): Promise<unknown> {
    const response = await this.#fetch(`${this.#url}${path}`, {
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${path} answered ${response.status}`);
    }
    return response.json();
  }

  #remember(key: string, id: string): void {
    this.#found.set(key, id);
    const [oldest] = this.#found.keys();
    if (this.#found.size > FOUND_MAX && oldest) this.#found.delete(oldest);
  }
}
