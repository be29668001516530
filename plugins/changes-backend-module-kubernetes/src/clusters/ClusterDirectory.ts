import type { Cluster } from './Cluster';

/** By which names and addresses clusters are known: tools that reach them by themselves have words of their own for them. */
export class ClusterDirectory {
  #names = new Set<string>();
  readonly #byServer = new Map<string, string>();

  static create(): ClusterDirectory {
    return new ClusterDirectory();
  }

  private constructor() {}

  /** Learns which clusters there are now. Addresses follow as soon as they are known; what cannot be read has none. */
  async learn(
    clusters: readonly Pick<Cluster, 'name' | 'server'>[],
  ): Promise<void> {
    this.#names = new Set(clusters.map(({ name }) => name));
    const servers = await Promise.all(
      clusters.map(async ({ name, server }) => ({
        name,
        server: await server?.().catch(() => undefined),
      })),
    );
    this.#byServer.clear();
    for (const { name, server } of servers) {
      if (server !== undefined) this.#byServer.set(normal(server), name);
    }
  }

  /** The cluster that goes by a name or an address; undefined where none is known to. */
  readonly clusterOf = (address: {
    name?: string;
    server?: string;
  }): string | undefined => {
    const { name, server } = address;
    if (server !== undefined) {
      const known = this.#byServer.get(normal(server));
      if (known !== undefined) return known;
    }
    return name !== undefined && this.#names.has(name) ? name : undefined;
  };
}

function normal(server: string): string {
  try {
    const { protocol, host, pathname } = new URL(server);
    return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
  } catch {
    return server;
  }
}
