import type { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';

const NAMESPACE = 'argocd';
/** As Argo CD signs what it writes: its own objects and those of the clusters that it deploys to. */
const CONTROLLER = 'argocd-application-controller';
const SERVER = 'argocd-server';
const DEPLOYER = 'argocd-controller';

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; annotations?: object };
}

interface Entry {
  id: number;
  revision: string;
  deployStartedAt: string;
  deployedAt: string;
  initiatedBy: object;
  source: object;
}

/** Plays what Argo CD writes: into its Application in the hub, and into the cluster that it deploys to. */
export class ArgoCd {
  readonly #hub: Kubectl;
  readonly #spoke: Kubectl;
  readonly #app: string;
  readonly #destination: object;
  readonly #source = {
    repoURL: 'https://github.com/acme/manifests.git',
    path: 'apps/web',
    targetRevision: 'main',
  };
  readonly #history: Entry[] = [];

  static create(options: {
    hub: Kubectl;
    spoke: Kubectl;
    app: string;
    destination: object;
  }): ArgoCd {
    return new ArgoCd(options);
  }

  private constructor(options: Parameters<typeof ArgoCd.create>[0]) {
    this.#hub = options.hub;
    this.#spoke = options.spoke;
    this.#app = options.app;
    this.#destination = options.destination;
  }

  async install(): Promise<void> {
    await this.#hub.apply([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      },
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: this.#app, namespace: NAMESPACE },
        spec: {
          project: 'default',
          destination: this.#destination,
          source: this.#source,
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
    ]);
  }

  /** Brings manifests to the cluster, as somebody asked for or by itself. */
  async sync(
    revision: string,
    manifests: Manifest[],
    initiatedBy: { username: string } | { automated: true },
  ): Promise<void> {
    await this.#patch(SERVER, {
      operation: { initiatedBy, sync: { revision } },
    });
    const startedAt = now();
    const operation = { initiatedBy, sync: { revision } };
    await this.#patch(CONTROLLER, {
      operation: null,
      status: {
        controllerNamespace: NAMESPACE,
        operationState: { phase: 'Running', startedAt, operation },
      },
    });
    const said = await this.#spoke.apply(
      manifests.map(manifest => this.#tracked(manifest)),
      '--server-side',
      '--force-conflicts',
      `--field-manager=${DEPLOYER}`,
    );
    const finishedAt = now();
    this.#history.push({
      id: this.#history.length,
      revision,
      deployStartedAt: startedAt,
      deployedAt: finishedAt,
      initiatedBy,
      source: this.#source,
    });
    const resources = manifests.map(resourceOf);
    await this.#patch(CONTROLLER, {
      status: {
        operationState: {
          phase: 'Succeeded',
          startedAt,
          finishedAt,
          operation,
          message: 'successfully synced (all tasks run)',
          syncResult: {
            revision,
            source: this.#source,
            resources: resources.map((resource, index) => ({
              ...resource,
              status: 'Synced',
              hookPhase: 'Running',
              syncPhase: 'Sync',
              message: said.split('\n')[index],
            })),
          },
        },
        history: this.#history,
      },
    });
    await this.#patch(CONTROLLER, {
      status: {
        reconciledAt: now(),
        health: { status: 'Progressing' },
        resources: resources.map(it => ({ ...it, status: 'Synced' })),
        sync: { status: 'Synced', revision },
      },
    });
  }

  /** It looks again, and all is well. */
  async refresh(health: string): Promise<void> {
    await this.#patch(CONTROLLER, {
      status: { reconciledAt: now(), health: { status: health } },
    });
  }

  /** A person changes the Application in Argo CD's pages. */
  async change(spec: object): Promise<void> {
    await this.#patch(SERVER, { spec });
  }

  async #patch(manager: string, patch: object): Promise<void> {
    await this.#hub.run([
      '-n',
      NAMESPACE,
      'patch',
      'applications.argoproj.io',
      this.#app,
      '--type=merge',
      `--field-manager=${manager}`,
      '-p',
      JSON.stringify(patch),
    ]);
  }

  #tracked(manifest: Manifest): Manifest {
    const { group, kind, namespace, name } = resourceOf(manifest);
    return {
      ...manifest,
      metadata: {
        ...manifest.metadata,
        annotations: {
          ...manifest.metadata.annotations,
          'argocd.argoproj.io/tracking-id': `${
            this.#app
          }:${group}/${kind}:${namespace}/${name}`,
        },
      },
    };
  }
}

function resourceOf({ apiVersion, kind, metadata }: Manifest) {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  const { namespace, name } = metadata;
  return { group, version, kind, namespace, name };
}

/** Kubernetes' times are whole seconds. */
function now(): string {
  return `${new Date().toISOString().slice(0, -5)}Z`;
}
