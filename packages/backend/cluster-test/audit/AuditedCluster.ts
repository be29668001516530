import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';
import { freePort } from '../../../../scripts/lib/port.mjs';
import { root } from '../../../../scripts/lib/workspace.mjs';
import { TlsProxy } from './TlsProxy.ts';

const NAME = 'test';
const TOKEN = 'token-of-the-audit-log-0123456789';
const SHIPPED = path.join(root, 'docs/sources/kubernetes');
const run = promisify(execFile);

/** A cluster of its own whose API server sends its audit log to a portal, set up with the files that the documentation gives. */
export class AuditedCluster {
  readonly kubectl: Kubectl;
  readonly #kubebox: string;
  readonly #directory: string;
  readonly #port: number;
  #proxy: TlsProxy | undefined;

  /** Undefined where no cluster can be made. */
  static async open(): Promise<AuditedCluster | undefined> {
    const kubebox = process.env.KUBEBOX;
    if (!kubebox) return undefined;
    const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-audited-'));
    const port = await freePort();
    const policy = path.join(SHIPPED, 'audit-policy.yaml');
    const sample = await readFile(
      path.join(SHIPPED, 'audit-webhook.kubeconfig.yaml'),
      'utf8',
    );
    const webhook = path.join(directory, 'webhook.kubeconfig');
    await writeFile(
      webhook,
      sample
        .replace(
          /server: .*/,
          `server: https://127.0.0.1:${port}/api/changes/kubernetes/audit/${NAME}\n      insecure-skip-tls-verify: true`,
        )
        .replace('REPLACE-WITH-THE-TOKEN', TOKEN),
    );
    const box = path.join(directory, 'box');
    const flags = {
      'audit-policy-file': policy,
      'audit-webhook-config-file': webhook,
      'audit-webhook-batch-max-wait': '1s',
      'audit-webhook-initial-backoff': '1s',
    };
    const { stdout } = await run(kubebox, [
      'up',
      '--dir',
      box,
      ...Object.entries(flags).flatMap(([flag, value]) => [
        '--arg',
        `kube-apiserver=--${flag}=${value}`,
      ]),
    ]);
    const kubectl = Kubectl.create({ kubeconfig: stdout.trim(), kubebox });
    return new AuditedCluster(kubectl, kubebox, directory, port);
  }

  private constructor(
    kubectl: Kubectl,
    kubebox: string,
    directory: string,
    port: number,
  ) {
    this.kubectl = kubectl;
    this.#kubebox = kubebox;
    this.#directory = directory;
    this.#port = port;
  }

  get name(): string {
    return NAME;
  }

  /** A folder that is gone when it is closed. */
  get directory(): string {
    return this.#directory;
  }

  /** For `changes.kubernetes.clusters`. */
  get config() {
    const kubeconfig = path.join(this.#box, 'viewer.kubeconfig');
    return { name: NAME, kubeconfig };
  }

  /** For `changes.kubernetes.audit`. */
  get audit() {
    return [{ cluster: NAME, token: TOKEN }];
  }

  /** Of a server on the loopback that the API server believes in. */
  get tls() {
    return {
      certFile: path.join(this.#box, 'pki/apiserver.crt'),
      keyFile: path.join(this.#box, 'pki/apiserver.key'),
      caFile: path.join(this.#box, 'pki/ca.crt'),
    };
  }

  /** Lets what the API server sends arrive at a portal. */
  async sendTo(target: string): Promise<void> {
    await this.#proxy?.close();
    this.#proxy = await TlsProxy.start({
      ...this.tls,
      port: this.#port,
      target,
    });
  }

  /** What the API server has sent so far. */
  get sent(): string[] {
    return this.#proxy?.bodies ?? [];
  }

  async close(): Promise<void> {
    await this.#proxy?.close();
    await run(this.#kubebox, ['down', '--dir', this.#box]);
    await rm(this.#directory, { recursive: true, force: true });
  }

  get #box(): string {
    return path.join(this.#directory, 'box');
  }
}
