import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';
import { DEFINITIONS, deliveryManifests } from './crds.ts';

const run = promisify(execFile);

/** A control plane of its own that knows the delivery tools' kinds. */
export class DeliveryCluster {
  readonly name: string;
  readonly kubectl: Kubectl;
  readonly #kubebox: string;
  readonly #parent: string;

  static async open(name: string, kubebox: string): Promise<DeliveryCluster> {
    const parent = await mkdtemp(path.join(os.tmpdir(), `ripple-${name}-`));
    // `up` refuses a folder that exists.
    const directory = path.join(parent, 'cluster');
    const { stdout } = await run(kubebox, ['up', '--dir', directory]);
    const kubectl = Kubectl.create({ kubeconfig: stdout.trim(), kubebox });
    const cluster = new DeliveryCluster(name, kubectl, kubebox, parent);
    try {
      await kubectl.apply(deliveryManifests());
      await kubectl.run([
        'wait',
        '--for=condition=established',
        '--timeout=60s',
        ...DEFINITIONS,
      ]);
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  private constructor(
    name: string,
    kubectl: Kubectl,
    kubebox: string,
    parent: string,
  ) {
    this.name = name;
    this.kubectl = kubectl;
    this.#kubebox = kubebox;
    this.#parent = parent;
  }

  /** For `changes.kubernetes.clusters`: the user who may only read, and no Secrets. */
  get config() {
    const kubeconfig = path.join(this.#parent, 'cluster', 'viewer.kubeconfig');
    return { name: this.name, kubeconfig };
  }

  /** The address by which a tool elsewhere would know it. */
  async server(): Promise<string> {
    return this.kubectl.run([
      'config',
      'view',
      '--minify',
      '-o',
      'jsonpath={.clusters[0].cluster.server}',
    ]);
  }

  async close(): Promise<void> {
    await run(this.#kubebox, [
      'down',
      '--dir',
      path.join(this.#parent, 'cluster'),
    ]);
    await rm(this.#parent, { recursive: true, force: true });
  }
}
