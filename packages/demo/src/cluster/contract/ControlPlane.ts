import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { isRolledOut, replicasOf, revisionOf } from './reading.ts';
import { type WatchLine, linesOf } from './watchLines.ts';

const POLL_MS = 50;
const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/** A control plane to hold against the contract: an API server that may be written to, with its controllers. */
export interface ControlPlaneUnderTest {
  url: string;
  /** What logs in somebody who may write. */
  headers?: Record<string, string>;
  /** What logs in somebody who may read, but no Secrets; absent where nobody is known who may. */
  reader?: { url: string; headers?: Record<string, string> };
  /** A namespace where nothing else happens. */
  namespace: string;
  /** An image that can be pulled: two versions of it, and one that is missing. */
  images: { old: string; new: string; missing: string };
  /** Annotations that every pod template gets, so that its pods start at once. */
  quick?: Record<string, string>;
  /** Annotations of a pod template whose pods find no image. */
  missingImage?: Record<string, string>;
  /** Annotations of a pod template whose pods end well after a moment; absent where there is no such image. */
  completing?: Record<string, string>;
  /** Lets the pods of a Deployment use so much of the CPU that they request; absent where a test cannot. */
  use?(deployment: string, percent: number): Promise<void>;
}

const GROUPS: Record<string, string> = {
  deployments: 'apis/apps/v1',
  replicasets: 'apis/apps/v1',
  horizontalpodautoscalers: 'apis/autoscaling/v2',
  jobs: 'apis/batch/v1',
  poddisruptionbudgets: 'apis/policy/v1',
};

/** Asks a control plane as programs do, and waits until it has done something. */
export class ControlPlane {
  readonly plane: ControlPlaneUnderTest;

  static of(plane: ControlPlaneUnderTest): ControlPlane {
    return new ControlPlane(plane);
  }

  private constructor(plane: ControlPlaneUnderTest) {
    this.plane = plane;
  }

  get namespace(): string {
    return this.plane.namespace;
  }

  /** A Deployment as a test wants it. */
  manifest(
    name: string,
    options: {
      image?: string;
      replicas?: number;
      env?: Record<string, string>;
      annotations?: Record<string, string>;
      deadline?: number;
    } = {},
  ) {
    const { images, quick } = this.plane;
    const { image = images.old, replicas, env = {}, deadline = 600 } = options;
    const { annotations = quick } = options;
    const labels = { app: name };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        ...(replicas === undefined ? {} : { replicas }),
        progressDeadlineSeconds: deadline,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...(annotations ? { annotations } : {}) },
          spec: {
            containers: [
              {
                name: 'app',
                image,
                env: Object.entries(env).map(([key, value]) => ({
                  name: key,
                  value,
                })),
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        },
      },
    };
  }

  rolledOut(name: string): Promise<KubernetesObject> {
    return this.eventually(`${name} is rolled out`, async () => {
      const found = await this.get('deployments', name);
      return isRolledOut(found) && found;
    });
  }

  /** The ReplicaSets of a Deployment, by their revisions. */
  async setsOf(name: string): Promise<KubernetesObject[]> {
    const sets = await this.list('replicasets', `app=${name}`);
    return sets.sort((a, b) => Number(revisionOf(a)) - Number(revisionOf(b)));
  }

  /** Server-side apply under a manager's name. */
  apply(
    resource: string,
    manifest: { metadata: { name: string } },
    manager: string,
  ): Promise<KubernetesObject> {
    const path = `${this.path(resource)}/${manifest.metadata.name}`;
    return this.#write(
      'PATCH',
      `${path}?fieldManager=${manager}&force=true`,
      manifest,
      'application/apply-patch+yaml',
    );
  }

  patch(
    resource: string,
    name: string,
    patch: object,
    options: { type: keyof typeof PATCH_TYPES; manager: string },
  ): Promise<KubernetesObject> {
    const path = `${this.path(resource)}/${name}`;
    return this.#write(
      'PATCH',
      `${path}?fieldManager=${options.manager}`,
      patch,
      PATCH_TYPES[options.type],
    );
  }

  create(resource: string, manifest: object): Promise<KubernetesObject> {
    return this.#write(
      'POST',
      `${this.path(resource)}?fieldManager=kubectl-create`,
      manifest,
      'application/json',
    );
  }

  delete(resource: string, name: string): Promise<unknown> {
    return this.#write(
      'DELETE',
      `${this.path(resource)}/${name}`,
      { propagationPolicy: 'Background' },
      'application/json',
    );
  }

  async get(resource: string, name: string): Promise<KubernetesObject> {
    const response = await this.#fetch(`${this.path(resource)}/${name}`);
    return (await response.json()) as KubernetesObject;
  }

  async list(
    resource: string,
    labels = '',
    fields = '',
  ): Promise<KubernetesObject[]> {
    const query = new URLSearchParams({
      labelSelector: labels,
      fieldSelector: fields,
    });
    const response = await this.#fetch(`${this.path(resource)}?${query}`);
    return ((await response.json()) as { items: KubernetesObject[] }).items;
  }

  async status(path: string, init: RequestInit = {}): Promise<number> {
    const response = await this.#fetch(path, init);
    await response.body?.cancel();
    return response.status;
  }

  /** What somebody who may only read is answered. */
  async readerStatus(path: string, init: RequestInit = {}): Promise<number> {
    const { url, headers } = this.plane.reader!;
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
    await response.body?.cancel();
    return response.status;
  }

  async watch(
    resource: string,
    query: Record<string, string>,
  ): Promise<AsyncGenerator<WatchLine>> {
    const params = new URLSearchParams({
      watch: 'true',
      timeoutSeconds: '120',
      ...query,
    });
    return linesOf(await this.#fetch(`${this.path(resource)}?${params}`));
  }

  /** All that a watch tells of one object from a version on, up to the first state that fits. */
  async told(
    resource: string,
    from: KubernetesObject,
    until: (object: KubernetesObject) => boolean,
  ): Promise<KubernetesObject[]> {
    const lines = await this.watch(resource, {
      resourceVersion: from.metadata.resourceVersion,
    });
    const states: KubernetesObject[] = [];
    for await (const line of lines) {
      const object = line.object as KubernetesObject;
      if (object.metadata.name !== from.metadata.name) continue;
      states.push(object);
      if (until(object)) break;
    }
    return states;
  }

  /** How many pods a Deployment's sets want together after each word about one of them, until `last` wants none. */
  async wantedOfSets(
    last: KubernetesObject,
    from: KubernetesObject,
  ): Promise<number[]> {
    const ownerOf = ({ metadata }: KubernetesObject) =>
      metadata.ownerReferences?.[0]?.uid;
    const wanted = new Map([[last.metadata.name, Number(replicasOf(last))]]);
    const sums: number[] = [];
    const lines = await this.watch('replicasets', {
      resourceVersion: from.metadata.resourceVersion,
    });
    for await (const line of lines) {
      const set = line.object as KubernetesObject;
      if (ownerOf(set) !== ownerOf(last)) continue;
      wanted.set(set.metadata.name, Number(replicasOf(set)));
      sums.push([...wanted.values()].reduce((sum, one) => sum + one, 0));
      if (wanted.get(last.metadata.name) === 0) break;
    }
    return sums;
  }

  async eventually<T>(
    what: string,
    ask: () => Promise<T | undefined | false>,
  ): Promise<T> {
    const end = Date.now() + 90_000;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`it never came true that ${what}`);
      await delay(POLL_MS);
    }
  }

  path(resource: string): string {
    const group = GROUPS[resource] ?? 'api/v1';
    return `/${group}/namespaces/${this.namespace}/${resource}`;
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const { url, headers } = this.plane;
    return fetch(`${url}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
  }

  async #write(
    method: string,
    path: string,
    body: object,
    type: string,
  ): Promise<KubernetesObject> {
    const response = await this.#fetch(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': type },
    });
    const answer = (await response.json()) as KubernetesObject;
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${String(answer.message)}`);
    }
    return answer;
  }
}
