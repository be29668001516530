import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { GithubWorld } from 'demo/src/github/index.ts';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { Portal } from './Portal.ts';
import { readRecording } from './cluster/Recording.ts';
import { ReplayServer } from './cluster/ReplayServer.ts';
import { REST_API } from './github/restApi.ts';

/** Relations appear in a new catalog seconds after their entities. */
const CATALOG_SECONDS = 2;
const CLUSTER = 'prod-eu';
const CLUSTER_TOKEN = 'token-of-the-cluster';
const GITHUB_TOKEN = 'token-of-github';
const HERE = path.join(root, 'packages/app/e2e/world');
const RECORDING = path.join(HERE, 'cluster/recordings/orders.jsonl.gz');
const CATALOG = [
  path.join(HERE, 'catalog.yaml'),
  path.join(root, 'examples/org.yaml'),
];

/** Ends what was started; called in reverse order. */
type Ending = () => Promise<unknown>;

/** A recorded cluster, a GitHub and a portal that reads both: all that the browser tests look at. */
export class World {
  readonly portal: Portal;
  readonly cluster: ReplayServer;
  readonly github: GithubWorld;
  readonly #ends: Ending[];

  /** Resolves when the portal watches the cluster; nothing of the story has been told yet. */
  static async start(options: { signal: AbortSignal }): Promise<World> {
    const ends: Ending[] = [];
    try {
      return await World.#start(options.signal, ends);
    } catch (error) {
      await endAll(ends);
      throw error;
    }
  }

  static async #start(signal: AbortSignal, ends: Ending[]): Promise<World> {
    const now = Date.now();
    const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-world-'));
    ends.push(() => rm(directory, { recursive: true, force: true }));
    const github = await GithubWorld.create({
      stories: [REST_API],
      now: Date.now,
      token: GITHUB_TOKEN,
      web: 'https://github.com',
    });
    ends.push(() => github.close());
    const cluster = await ReplayServer.start({
      recording: await readRecording(RECORDING),
      now,
      token: CLUSTER_TOKEN,
    });
    ends.push(() => cluster.close());
    const kubeconfig = path.join(directory, 'kubeconfig');
    // JSON is YAML.
    await writeFile(kubeconfig, JSON.stringify(cluster.kubeconfig(CLUSTER)));
    const portal = await Portal.start({
      clusters: [{ name: CLUSTER, kubeconfig, context: CLUSTER }],
      catalog: CATALOG,
      config: {
        changes: { graph: { refreshSeconds: CATALOG_SECONDS } },
        integrations: {
          github: [
            {
              host: 'github.com',
              apiBaseUrl: github.url,
              token: GITHUB_TOKEN,
            },
          ],
        },
      },
    });
    ends.push(() => portal.stop());
    await cluster.watched(signal);
    return new World({ cluster, github, portal, ends });
  }

  private constructor(options: {
    cluster: ReplayServer;
    github: GithubWorld;
    portal: Portal;
    ends: Ending[];
  }) {
    this.cluster = options.cluster;
    this.github = options.github;
    this.portal = options.portal;
    this.#ends = options.ends;
  }

  async stop(): Promise<void> {
    await endAll(this.#ends);
  }
}

async function endAll(ends: Ending[]): Promise<void> {
  for (const end of ends.toReversed()) await end();
}
