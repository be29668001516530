import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { eventually } from 'app/e2e/world/eventually.ts';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { startPostgres } from '../../../../scripts/lib/postgres.mjs';
import { TestCluster } from '../TestCluster.ts';
import { Backend } from './Backend.ts';
import { FaultyApi } from './FaultyApi.ts';
import { FaultyDatabase } from './FaultyDatabase.ts';
import { seeded } from './seeded.ts';
import { STORY, Story } from './Story.ts';
import { Witness } from './Witness.ts';

const ACT_EVERY_MS = 150;
const STORY_KINDS = ['configmaps', 'deployments.apps', 'replicasets.apps'];

export interface TrialOptions {
  database: 'SQLite' | 'PostgreSQL';
  /** The same seed plays the same story. */
  seed: number;
  /** How often something is written, on average. */
  actEveryMs?: number;
  /** Further backends on the same database. */
  replicas?: number;
  /** Further names under which the cluster is watched, as if there were several. */
  aliases?: string[];
}

/** A story in a cluster, a backend that tells it, and everything between them that may break. */
export class Trial {
  readonly cluster: TestCluster;
  readonly random: () => number;
  readonly api: FaultyApi;
  readonly database: FaultyDatabase | undefined;
  readonly backends: Backend[];
  readonly story: Story;
  readonly witness: Witness;
  readonly #actEveryMs: number;
  readonly #close: (() => unknown)[];

  static async open(options: TrialOptions): Promise<Trial> {
    const close: (() => unknown)[] = [];
    try {
      return await Trial.#open({ ...options, close });
    } catch (error) {
      await closeAll(close);
      throw error;
    }
  }

  static async #open(
    options: TrialOptions & { close: (() => unknown)[] },
  ): Promise<Trial> {
    const { close } = options;
    const random = seeded(options.seed);
    const cluster = await TestCluster.open();
    close.push(() => cluster.close());
    const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-trial-'));
    close.push(() => rm(directory, { recursive: true, force: true }));

    const writer = await cluster.kubectl.proxy();
    close.push(() => writer.close());
    const reader = await (cluster.reader() ?? cluster.kubectl).proxy();
    close.push(() => reader.close());
    const api = await FaultyApi.start({ upstream: reader.url, random });
    close.push(() => api.close());
    let database: FaultyDatabase | undefined;
    if (options.database === 'PostgreSQL') {
      const server = await startPostgres();
      close.push(() => server.stop());
      database = await FaultyDatabase.start(server.connectionString);
      close.push(() => database!.close());
    }

    const story = Story.create({
      url: writer.url,
      cluster: cluster.name,
      namespace: cluster.namespace,
      random,
    });
    await story.begin();
    const { replicas = 0, aliases = [] } = options;
    const clusters = [cluster.name, ...aliases];
    const configuration = {
      postgres: database?.connectionString,
      catalog: [await storyCatalog(directory, cluster.namespace)],
      changes: {
        kubernetes: {
          clusters: await Promise.all(
            clusters.map(name => configOf(name, api.url, directory)),
          ),
        },
      },
    };
    const backends: Backend[] = [];
    for (let count = 0; count <= replicas; count++) {
      const backend = await Backend.start(configuration);
      close.push(() => backend.remove());
      backends.push(backend);
    }
    // After what is there was made, before anything is changed.
    const witness = Witness.of({
      api: () => (backends.find(({ isUp }) => isUp) ?? backends[0]).api,
      ledger: story.ledger,
      clusters,
    });
    const trial = new Trial({
      cluster,
      random,
      api,
      database,
      backends,
      story,
      witness,
      close,
      actEveryMs: options.actEveryMs ?? ACT_EVERY_MS,
    });
    await trial.watched();
    return trial;
  }

  private constructor(
    parts: Pick<
      Trial,
      | 'cluster'
      | 'random'
      | 'api'
      | 'database'
      | 'backends'
      | 'story'
      | 'witness'
    > & { close: (() => unknown)[]; actEveryMs: number },
  ) {
    this.cluster = parts.cluster;
    this.random = parts.random;
    this.api = parts.api;
    this.database = parts.database;
    this.backends = parts.backends;
    this.story = parts.story;
    this.witness = parts.witness;
    this.#actEveryMs = parts.actEveryMs;
    this.#close = parts.close;
  }

  get backend(): Backend {
    return this.backends[0];
  }

  /** Plays while something is done, a write at a time; then waits until all of it has been told. */
  async playing(what: string, action: () => Promise<void>): Promise<void> {
    const stop = new AbortController();
    this.story.ledger.amid = what;
    const story = this.story.play(this.#actEveryMs, stop.signal);
    try {
      await action();
    } finally {
      stop.abort();
      await story;
    }
    await this.witness.upToDate(`after ${what}`);
  }

  /** The same, where steps may be lost: only what differs in the end must be told. */
  async forgetting(what: string, action: () => Promise<void>): Promise<void> {
    this.story.ledger.isForgotten = true;
    try {
      await this.playing(what, action);
    } finally {
      this.story.ledger.isForgotten = false;
    }
  }

  /** Nothing on the way hurts any more. */
  heal(): void {
    this.api.fault = { type: 'none' };
    if (this.database) this.database.fault = 'none';
  }

  /** Until the kinds that the story is about are read. */
  watched(): Promise<unknown> {
    return eventually('the cluster is watched', async () => {
      const { sources } = await this.backend.api.get<Sources>('/sources');
      const source = sources.find(
        ({ instance }) => instance === this.cluster.name,
      );
      const live = (source?.scopes ?? []).filter(
        ({ state }) => state === 'live',
      );
      return STORY_KINDS.every(kind =>
        live.some(({ scope }) => scope === `${this.cluster.name}/${kind}`),
      );
    });
  }

  async close(): Promise<void> {
    await closeAll(this.#close);
  }
}

async function closeAll(close: (() => unknown)[]): Promise<void> {
  for (const step of close.toReversed()) await step();
}

/** A component that all the story's objects belong to. */
export async function storyCatalog(
  directory: string,
  namespace: string,
): Promise<string> {
  const file = path.join(directory, 'catalog.yaml');
  await writeFile(
    file,
    JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: STORY,
        annotations: {
          'backstage.io/kubernetes-id': STORY,
          'backstage.io/kubernetes-namespace': namespace,
        },
      },
      spec: { type: 'service', lifecycle: 'production', owner: 'team-core' },
    }),
  );
  return file;
}

/** A cluster that is reached through a proxy which logs in by itself. */
export async function configOf(name: string, url: string, directory: string) {
  const kubeconfig = path.join(directory, `${name}.kubeconfig`);
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': name,
      clusters: [
        { name, cluster: { server: url, 'insecure-skip-tls-verify': true } },
      ],
      users: [{ name, user: {} }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    }),
  );
  return { name, kubeconfig };
}
