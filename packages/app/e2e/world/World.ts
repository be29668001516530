import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { Portal } from './Portal.ts';
import { readRecording } from './cluster/Recording.ts';
import { ReplayServer } from './cluster/ReplayServer.ts';
import {
  type GithubWorld,
  createGithubWorld,
} from './github/createGithubWorld.ts';

const CLUSTER = 'prod-eu';
const CLUSTER_TOKEN = 'token-of-the-cluster';
const GITHUB_TOKEN = 'token-of-github';
const HERE = path.join(root, 'packages/app/e2e/world');
const CATALOG = [
  path.join(HERE, 'catalog.yaml'),
  path.join(root, 'examples/org.yaml'),
];

/** A recorded cluster, a GitHub and a portal that reads both: all that the browser tests look at. */
export class World {
  readonly portal: Portal;
  readonly cluster: ReplayServer;
  readonly github: GithubWorld;
  readonly #directory: string;

  /** Resolves when the portal watches the cluster; nothing of the story has been told yet. */
  static async start(options: { signal: AbortSignal }): Promise<World> {
    const now = Date.now();
    const [directory, recording, github] = await Promise.all([
      mkdtemp(path.join(os.tmpdir(), 'ripple-world-')),
      readRecording(path.join(HERE, 'cluster/recordings/orders.jsonl.gz')),
      createGithubWorld({ now, token: GITHUB_TOKEN }),
    ]);
    const cluster = await ReplayServer.start({
      recording,
      now,
      token: CLUSTER_TOKEN,
    });
    const kubeconfig = path.join(directory, 'kubeconfig');
    // JSON is YAML.
    await writeFile(kubeconfig, JSON.stringify(cluster.kubeconfig(CLUSTER)));
    const portal = await Portal.start({
      clusters: [{ name: CLUSTER, kubeconfig, context: CLUSTER }],
      catalog: CATALOG,
      config: {
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
    const world = new World({ directory, cluster, github, portal });
    await cluster.watched(options.signal);
    return world;
  }

  private constructor(parts: {
    directory: string;
    cluster: ReplayServer;
    github: GithubWorld;
    portal: Portal;
  }) {
    this.#directory = parts.directory;
    this.cluster = parts.cluster;
    this.github = parts.github;
    this.portal = parts.portal;
  }

  async stop(): Promise<void> {
    await this.portal.stop();
    await Promise.all([this.cluster.close(), this.github.close()]);
    await rm(this.#directory, { recursive: true, force: true });
  }
}
