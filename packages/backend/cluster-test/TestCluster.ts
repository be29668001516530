import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';

/** Images that any cluster can run; kubebox tells the bad one by its tag's end, others by failing to find it. */
export const IMAGES = {
  old: 'registry.k8s.io/pause:3.9',
  new: 'registry.k8s.io/pause:3.10',
  missing: 'registry.k8s.io/pause:0-nopull',
};

const NAME = 'test';
/** A kubebox's user who may only read. */
const VIEWER = 'viewer.kubeconfig';

/** The disposable cluster that the tests were given, with a namespace of their own. */
export class TestCluster {
  readonly kubectl: Kubectl;
  readonly namespace: string;
  readonly #kubeboxDir: string | undefined;

  static async open(): Promise<TestCluster> {
    const { RIPPLE_TEST_KUBECONFIG: kubeconfig, KUBEBOX: kubebox } =
      process.env;
    if (!kubeconfig) {
      throw new Error('run these tests with npm run test:cluster');
    }
    const namespace = `ripple-${randomBytes(3).toString('hex')}`;
    const kubectl = Kubectl.create({ kubeconfig, kubebox });
    await kubectl.run(['create', 'namespace', namespace]);
    return new TestCluster(
      kubectl,
      namespace,
      process.env.RIPPLE_TEST_KUBEBOX_DIR,
    );
  }

  private constructor(
    kubectl: Kubectl,
    namespace: string,
    kubeboxDir: string | undefined,
  ) {
    this.kubectl = kubectl;
    this.namespace = namespace;
    this.#kubeboxDir = kubeboxDir;
  }

  /** For `changes.kubernetes.clusters`. On a kubebox it is the user who may only read, and no Secrets. */
  get config() {
    const kubeconfig = this.#kubeboxDir
      ? path.join(this.#kubeboxDir, VIEWER)
      : this.kubectl.kubeconfig;
    return { name: NAME, kubeconfig };
  }

  get name(): string {
    return NAME;
  }

  /** How the portal's Kubernetes plugin reaches it: with the token of a service account that may only read, and no Secrets. */
  async serviceAccount() {
    const account = `${this.namespace}:ripple`;
    await this.run('create', 'serviceaccount', 'ripple');
    await this.kubectl.run([
      'create',
      'clusterrolebinding',
      this.namespace,
      '--clusterrole=view',
      `--serviceaccount=${account}`,
    ]);
    const token = await this.run('create', 'token', 'ripple');
    const caData = await this.#clusterField('certificate-authority-data');
    return {
      name: NAME,
      url: await this.#clusterField('server'),
      authProvider: 'serviceAccount',
      serviceAccountToken: token.trim(),
      ...(caData ? { caData } : { skipTLSVerify: true }),
    };
  }

  /** A kubeconfig of a service account in the tests' namespace. */
  async login(account: string): Promise<object> {
    const caData = await this.#clusterField('certificate-authority-data');
    const name = NAME;
    return {
      'current-context': name,
      clusters: [
        {
          name,
          cluster: {
            server: await this.#clusterField('server'),
            ...(caData
              ? { 'certificate-authority-data': caData }
              : { 'insecure-skip-tls-verify': true }),
          },
        },
      ],
      users: [
        {
          name,
          user: { token: (await this.run('create', 'token', account)).trim() },
        },
      ],
      contexts: [{ name, context: { cluster: name, user: name } }],
    };
  }

  /** kubectl in the tests' namespace. */
  run(...args: string[]): Promise<string> {
    return this.kubectl.run(['-n', this.namespace, ...args]);
  }

  async rolledOut(name: string): Promise<void> {
    await this.run('rollout', 'status', `deployment/${name}`, '--timeout=180s');
  }

  /** Who may only read, and no Secrets; absent where the tests know nobody like that. */
  reader(): Kubectl | undefined {
    return this.#kubeboxDir
      ? Kubectl.create({
          kubeconfig: path.join(this.#kubeboxDir, VIEWER),
          kubebox: process.env.KUBEBOX,
        })
      : undefined;
  }

  /** Why the tests cannot decide what pods use, or undefined where they can. */
  noUsage(): string | undefined {
    return this.#kubeboxDir
      ? undefined
      : 'only in a kubebox can a test say what pods use';
  }

  /** Why the API server cannot be restarted, or undefined where it can. */
  noRestart(): string | undefined {
    return this.#kubeboxDir
      ? undefined
      : 'only the API server of a kubebox can be restarted by a test';
  }

  async restartApiServer(): Promise<void> {
    await promisify(execFile)(process.env.KUBEBOX!, [
      'restart',
      '--hard',
      '--dir',
      this.#kubeboxDir!,
      'apiserver',
    ]);
  }

  async close(): Promise<void> {
    await this.kubectl.run([
      'delete',
      'clusterrolebinding',
      this.namespace,
      '--ignore-not-found',
    ]);
    await this.kubectl.run([
      'delete',
      'namespace',
      this.namespace,
      '--wait=false',
    ]);
  }

  /** What the kubeconfig says of the cluster. */
  #clusterField(name: string): Promise<string> {
    return this.kubectl.run([
      'config',
      'view',
      '--raw',
      '--minify',
      '-o',
      `jsonpath={.clusters[0].cluster.${name}}`,
    ]);
  }
}
