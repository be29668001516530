import type { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';

const NAMESPACE = 'flux-system';
const CONTROLLER = 'kustomize-controller';
const KUSTOMIZATION = 'kustomizations.kustomize.toolkit.fluxcd.io';

interface Manifest {
  metadata: { labels?: object };
}

/** Plays what Flux writes: into its Kustomization, and into what that brings. */
export class Flux {
  readonly #kubectl: Kubectl;
  readonly #name: string;
  #applied: string | undefined;

  static create(kubectl: Kubectl, name: string): Flux {
    return new Flux(kubectl, name);
  }

  private constructor(kubectl: Kubectl, name: string) {
    this.#kubectl = kubectl;
    this.#name = name;
  }

  async install(): Promise<void> {
    await this.#kubectl.run(['create', 'namespace', NAMESPACE]);
    await this.#kubectl.apply([
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: this.#name, namespace: NAMESPACE },
        spec: { interval: '10m', path: './apps' },
      },
    ]);
  }

  /** @param inventory - as `shop_web_apps_Deployment` */
  async reconcile(
    revision: string,
    manifests: Manifest[],
    inventory: string[],
  ): Promise<void> {
    await this.#status({
      lastAttemptedRevision: revision,
      ...(this.#applied ? { lastAppliedRevision: this.#applied } : {}),
      conditions: [
        condition('Reconciling', 'True', 'Progressing'),
        condition('Ready', 'Unknown', 'Progressing'),
      ],
    });
    await this.#kubectl.apply(
      manifests.map(manifest => ({
        ...manifest,
        metadata: {
          ...manifest.metadata,
          labels: {
            ...manifest.metadata.labels,
            'kustomize.toolkit.fluxcd.io/name': this.#name,
            'kustomize.toolkit.fluxcd.io/namespace': NAMESPACE,
          },
        },
      })),
      '--server-side',
      '--force-conflicts',
      `--field-manager=${CONTROLLER}`,
    );
    this.#applied = revision;
    await this.#status({
      lastAttemptedRevision: revision,
      lastAppliedRevision: revision,
      inventory: { entries: inventory.map(id => ({ id, v: 'v1' })) },
      conditions: [condition('Ready', 'True', 'ReconciliationSucceeded')],
    });
  }

  async #status(status: object): Promise<void> {
    await this.#kubectl.run([
      '-n',
      NAMESPACE,
      'patch',
      KUSTOMIZATION,
      this.#name,
      '--subresource=status',
      '--type=merge',
      `--field-manager=${CONTROLLER}`,
      '-p',
      JSON.stringify({ status }),
    ]);
  }
}

function condition(type: string, status: string, reason: string): object {
  const lastTransitionTime = `${new Date().toISOString().slice(0, -5)}Z`;
  return { type, status, reason, message: reason, lastTransitionTime };
}
