import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { refusalSchema, WorldState, worldStateSchema } from './WorldState';

const TIMEOUT_MS = 5000;

/** The world said no, in a sentence. */
export class WorldRefusal extends Error {}

/** Speaks with the simulated world through the portal's proxy. */
export class WorldClient {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;

  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): WorldClient {
    return new WorldClient(options.discoveryApi, options.fetchApi);
  }

  private constructor(discovery: DiscoveryApi, fetchApi: FetchApi) {
    this.#discovery = discovery;
    this.#fetch = fetchApi;
  }

  /** Rejects while the portal or the world is away, or where the answer is not understood. */
  async state(signal: AbortSignal): Promise<WorldState> {
    const response = await this.#ask('state', { signal });
    return worldStateSchema.parse(await response.json());
  }

  /** Rejects with a {@link WorldRefusal} while the incident is on its way. */
  async startIncident(id: string): Promise<void> {
    await this.#ask(`incidents/${encodeURIComponent(id)}/start`, {
      method: 'POST',
    });
  }

  /** Rejects with a {@link WorldRefusal} while it is being restarted. */
  async restartPortal(): Promise<void> {
    await this.#ask('portal/restart', { method: 'POST' });
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const base = await this.#discovery.getBaseUrl('proxy');
    const signals = [AbortSignal.timeout(TIMEOUT_MS)];
    if (init.signal) signals.push(init.signal);
    const response = await this.#fetch.fetch(`${base}/demo/${path}`, {
      ...init,
      signal: AbortSignal.any(signals),
    });
    if (response.ok) return response;
    const refusal = refusalSchema.safeParse(
      await response.json().catch(() => undefined),
    );
    if (response.status === 409 && refusal.success) {
      throw new WorldRefusal(refusal.data.error);
    }
    throw new Error(`${path}: ${response.status}`);
  }
}
