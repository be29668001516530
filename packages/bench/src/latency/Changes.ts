import type { Kubectl } from 'app/e2e/world/cluster/Kubectl.ts';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';

const OBJECTS = 100;
const IMAGE = 'registry.k8s.io/pause:3.10';
const MERGE_PATCH = 'application/merge-patch+json';

/** A change that the API server has accepted. */
export interface Accepted {
  subject: string;
  kind: 'config' | 'scale';
  /** `performance.now()` when the API server's answer had come. */
  at: number;
}

/** Changes ConfigMaps and scales Deployments by turns, a different one each time. */
export class Changes {
  readonly #url: string;
  readonly #namespace: string;
  readonly #cluster: string;
  #count = 0;

  /** Makes the objects; they carry the label by which the catalog finds `component`. */
  static async create(options: {
    kubectl: Kubectl;
    url: string;
    namespace: string;
    cluster: string;
    component: string;
  }): Promise<Changes> {
    const { kubectl, namespace, component } = options;
    const labels = { 'backstage.io/kubernetes-id': component };
    const objects = Array.from({ length: OBJECTS }, (_, index) => [
      configMap(namespace, nameOf(index), { SEQUENCE: 'none' }, labels),
      deployment(namespace, {
        name: nameOf(index),
        image: IMAGE,
        replicas: 1,
        labels,
      }),
    ]);
    await kubectl.apply(objects.flat());
    await kubectl.run([
      'wait',
      'deployments',
      '--all',
      '-n',
      namespace,
      '--for=condition=Available',
      '--timeout=300s',
    ]);
    return new Changes(options);
  }

  private constructor(options: {
    url: string;
    namespace: string;
    cluster: string;
  }) {
    this.#url = options.url;
    this.#namespace = options.namespace;
    this.#cluster = options.cluster;
  }

  async next(): Promise<Accepted> {
    const sequence = this.#count++;
    const name = nameOf(Math.floor(sequence / 2) % OBJECTS);
    const round = Math.floor(sequence / 2 / OBJECTS);
    const isScale = sequence % 2 === 1;
    const group = isScale ? 'apis/apps/v1' : 'api/v1';
    const resource = isScale ? 'deployments' : 'configmaps';
    const body = isScale
      ? { spec: { replicas: 2 - (round % 2) } }
      : { data: { SEQUENCE: String(sequence) } };
    const response = await fetch(
      `${this.#url}/${group}/namespaces/${
        this.#namespace
      }/${resource}/${name}?fieldManager=kubectl`,
      {
        method: 'PATCH',
        headers: { 'content-type': MERGE_PATCH },
        body: JSON.stringify(body),
      },
    );
    const at = performance.now();
    if (!response.ok) {
      throw new Error(`${resource}/${name}: ${await response.text()}`);
    }
    await response.arrayBuffer();
    return {
      subject: kubernetesSubject({
        cluster: this.#cluster,
        namespace: this.#namespace,
        ...(isScale
          ? { kind: 'Deployment', group: 'apps' }
          : { kind: 'ConfigMap' }),
        name,
      }),
      kind: isScale ? 'scale' : 'config',
      at,
    };
  }
}

function nameOf(index: number): string {
  return `bench-${index}`;
}
