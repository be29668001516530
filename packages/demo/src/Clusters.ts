import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { WorldClock } from './clock/index.ts';
import { type EventList, SimulatedCluster } from './cluster/index.ts';
import type { WorldDescription } from './world/index.ts';

/** For `kubectl`, with all rights: so that whoever plays with the world can change it by hand. */
const ADMIN_FILE = 'kubeconfig';

/** All clusters of the world. */
export class Clusters {
  readonly byName: ReadonlyMap<string, SimulatedCluster>;
  /** The files with which Ripple reads them. */
  readonly kubeconfigs: { name: string; kubeconfig: string }[];

  /** @param options - `saved`: what each saved */
  static async start(options: {
    world: WorldDescription;
    clock: WorldClock;
    random: () => number;
    token: string;
    directory: string;
    saved: Record<string, unknown>;
  }): Promise<Clusters> {
    const { clock, directory, random, saved, token, world } = options;
    const adminToken = randomBytes(24).toString('hex');
    const all = await Promise.all(
      world.clusters.map(({ gitVersion, name, nodes }) =>
        SimulatedCluster.start({
          name,
          clock,
          random,
          token,
          adminToken,
          gitVersion,
          nodes,
          saved: saved[name],
        }),
      ),
    );
    const kubeconfigs = await Promise.all(
      all.map(async cluster => {
        const file = path.join(directory, `${cluster.name}.kubeconfig`);
        await writeKubeconfig(file, cluster.kubeconfig());
        return { name: cluster.name, kubeconfig: file };
      }),
    );
    await writeKubeconfig(
      path.join(directory, ADMIN_FILE),
      merged(all.map(cluster => cluster.adminKubeconfig())),
    );
    return new Clusters(all, kubeconfigs);
  }

  private constructor(
    all: SimulatedCluster[],
    kubeconfigs: Clusters['kubeconfigs'],
  ) {
    this.byName = new Map(all.map(cluster => [cluster.name, cluster]));
    this.kubeconfigs = kubeconfigs;
  }

  /** Throws where there is none. */
  named(name: string): SimulatedCluster {
    const found = this.byName.get(name);
    if (!found) throw new Error(`there is no cluster '${name}'`);
    return found;
  }

  /** Resolves when all of them are being watched. */
  async watched(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#all.map(cluster => cluster.watched(signal)));
  }

  endWatches(): void {
    this.#all.forEach(cluster => cluster.endWatches());
  }

  forget(): void {
    this.#all.forEach(cluster => cluster.forget());
  }

  /** What each of them tells an audit webhook. */
  auditTo(send: (cluster: string, list: EventList) => void): void {
    for (const cluster of this.#all) {
      cluster.auditTo(list => send(cluster.name, list));
    }
  }

  /** Plain JSON. */
  save(): Record<string, unknown> {
    return Object.fromEntries(
      this.#all.map(cluster => [cluster.name, cluster.save()]),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(cluster => cluster.close()));
  }

  get #all(): SimulatedCluster[] {
    return [...this.byName.values()];
  }
}

async function writeKubeconfig(file: string, config: object): Promise<void> {
  await writeFile(file, stringify(config), { mode: 0o600 });
}

/** One kubeconfig of several; the first one's context is current. */
function merged(configs: object[]): object {
  const [first] = configs;
  const all = (field: string) =>
    configs.flatMap(config => (config as Record<string, object[]>)[field]);
  return {
    ...first,
    clusters: all('clusters'),
    contexts: all('contexts'),
    users: all('users'),
  };
}
