import type { WorldClock } from '../clock/index.ts';
import { answerWrites } from './answerWrites.ts';
import {
  AuditLog,
  type EventList,
  type Write,
  type Writer,
  identityOf,
  userAgentOf,
} from './audit/index.ts';
import { type Usage, startControllers } from './controllers/index.ts';
import { type AnswerWrite, ApiServer, kubeconfigOf } from './http/index.ts';
import { type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { kindNamed } from './kinds.ts';
import type { KubernetesObject, Manifest } from './KubernetesObject.ts';
import { nodeManifest, nodeStatus } from './node.ts';
import { type SavedCluster, savedCluster } from './SavedCluster.ts';
import { ObjectStore, Registry, rfc3339 } from './store/index.ts';

const DEFAULT_GIT_VERSION = 'v1.36.3';
const DEFAULT_NODES = ['node-1', 'node-2', 'node-3'];
/** What Ripple watches. */
const WATCHED = [
  'applications',
  'configmaps',
  'deployments',
  'events',
  'horizontalpodautoscalers',
  'jobs',
  'namespaces',
  'nodes',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'rollouts',
  'services',
];
/** Nobody who only reads has a business with these. */
const ALWAYS_FORBIDDEN = ['secrets'];

/** Of the machinery, whose writes the audit policy leaves out. */
const NOT_AUDITED = ['cluster-autoscaler', 'kubelet'];

/** How a cluster is started. */
export interface SimulatedClusterOptions {
  name: string;
  clock: WorldClock;
  /** The bearer token of whoever may only read. */
  token: string;
  /** The bearer token of whoever may write, too. Without it nobody may over HTTP. */
  adminToken?: string;
  gitVersion?: string;
  /** A free one is taken without it, or the saved one. */
  port?: number;
  nodes?: string[];
  /** Resources, e.g. `configmaps`, that the reader may not read. */
  forbidden?: string[];
  /** In [0, 1), from a seed, so that each start tells the same story. */
  random: () => number;
  /** What {@link SimulatedCluster.save} gave. */
  saved?: unknown;
}

/** A cluster: its API server, on the loopback, and the controllers that act in it by the world's clock. */
export class SimulatedCluster {
  readonly name: string;
  readonly #api: ApiServer;
  readonly #store: ObjectStore;
  readonly #registry: Registry;
  readonly #controllers: ReturnType<typeof startControllers>;
  readonly #usage: Map<string, Usage>;
  readonly #audit: AuditLog;
  readonly #now: () => number;
  readonly #token: string;
  readonly #adminToken: string | undefined;
  readonly #watchable: string[];
  #isSilent = false;

  /** Rejects where the port is taken or what was saved cannot be read. */
  static async start(
    options: SimulatedClusterOptions,
  ): Promise<SimulatedCluster> {
    const { name, clock, random, token, adminToken } = options;
    const saved =
      options.saved === undefined
        ? undefined
        : (savedCluster.parse(options.saved) as SavedCluster);
    const store = ObjectStore.create(saved);
    const now = () => clock.now();
    // Taken at once: other clusters that are being started may use the same generator.
    const seed = Math.floor(random() * 2 ** 32);
    const registry = Registry.create({ store, now, seed });
    const audit = AuditLog.create(clock);
    const forbidden = [...ALWAYS_FORBIDDEN, ...(options.forbidden ?? [])];
    const api = await ApiServer.start({
      store,
      now,
      gitVersion: options.gitVersion ?? DEFAULT_GIT_VERSION,
      port: options.port ?? saved?.port,
      users: [
        {
          name: 'reader',
          token,
          mayWrite: false,
          forbidden: new Set(forbidden),
        },
        ...(adminToken
          ? [
              {
                // Whoever plays with the world.
                name: 'you@acme.example',
                token: adminToken,
                mayWrite: true,
                forbidden: new Set<string>(),
              },
            ]
          : []),
      ],
      write: audited(answerWrites(registry), audit, now),
    });

    const nodes = options.nodes ?? DEFAULT_NODES;
    const gitVersion = options.gitVersion ?? DEFAULT_GIT_VERSION;
    if (!saved) {
      for (const node of nodes) {
        const created = registry.create(nodeManifest(node), 'kubelet');
        registry.replaceStatus(
          { ...created, status: nodeStatus(clock.now(), gitVersion) },
          'kubelet',
        );
      }
    }
    const usage = new Map(Object.entries(saved?.usage ?? {}));
    return new SimulatedCluster({
      name,
      api,
      store,
      registry,
      usage,
      audit,
      now,
      controllers: startControllers(
        { clock, store, registry },
        { nodes, usage },
      ),
      token,
      adminToken,
      watchable: WATCHED.filter(resource => !forbidden.includes(resource)),
    });
  }

  private constructor(options: {
    name: string;
    api: ApiServer;
    store: ObjectStore;
    registry: Registry;
    usage: Map<string, Usage>;
    audit: AuditLog;
    now: () => number;
    controllers: ReturnType<typeof startControllers>;
    token: string;
    adminToken: string | undefined;
    watchable: string[];
  }) {
    this.name = options.name;
    this.#api = options.api;
    this.#store = options.store;
    this.#registry = options.registry;
    this.#usage = options.usage;
    this.#audit = options.audit;
    this.#now = options.now;
    this.#controllers = options.controllers;
    this.#token = options.token;
    this.#adminToken = options.adminToken;
    this.#watchable = options.watchable;
  }

  get url(): string {
    return this.#api.url;
  }

  /** The resourceVersion of a list made now. */
  get revision(): number {
    return this.#store.revision;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** For the reader: one context, named after the cluster. */
  kubeconfig(): object {
    const { name, url } = this;
    return kubeconfigOf({ name, server: url, token: this.#token });
  }

  /** For whoever may write, with kubectl too. Throws without an admin token. */
  adminKubeconfig(): object {
    const token = this.#adminToken;
    if (!token) throw new Error(`nobody may write to ${this.name} over HTTP`);
    const { name } = this;
    return kubeconfigOf({ name, server: this.#api.urlWith(token), token });
  }

  /** Server-side apply: creates or changes, and takes over what others own. Fields that the manager no longer names vanish. */
  apply(manifest: Manifest, by: Writer): KubernetesObject {
    const { kind, metadata } = manifest;
    const isThere = this.#registry.find({ ...metadata, kind }) !== undefined;
    this.#record(by, {
      verb: 'patch',
      object: { ...metadata, kind },
      code: isThere ? 200 : 201,
    });
    return this.#registry.apply(manifest, by.manager, { force: true });
  }

  /** Changes an object as a client does that writes it back. The function gets a copy. Throws when there is no such object. */
  update(
    kind: string,
    namespace: string | undefined,
    name: string,
    change: (object: KubernetesObject) => KubernetesObject,
    by: Writer,
  ): KubernetesObject {
    const live = this.#registry.get({ kind, namespace, name });
    this.#record(by, { verb: 'patch', object: { kind, namespace, name } });
    return this.#registry.replace(change(structuredClone(live)), by.manager);
  }

  /** Changes an object's status. The function gets a copy. Throws when there is no such object. */
  updateStatus(
    kind: string,
    namespace: string | undefined,
    name: string,
    change: (status: JsonObject) => JsonObject,
    by: Writer,
  ): KubernetesObject {
    const live = this.#registry.get({ kind, namespace, name });
    const status = change(structuredClone(objectAt(live, 'status')));
    return this.#registry.replaceStatus({ ...live, status }, by.manager);
  }

  /** Through the scale subresource of a Deployment, as `kubectl scale` and autoscalers do. */
  scale(namespace: string, name: string, replicas: number, by: Writer): void {
    const object = { kind: 'Deployment', namespace, name };
    this.#record(by, { verb: 'patch', object, subresource: 'scale' });
    this.#registry.scale(object, replicas, by.manager);
  }

  /** With all that it owns. What is not there need not be removed. */
  remove(
    kind: string,
    namespace: string | undefined,
    name: string,
    by: Writer,
  ): void {
    if (!this.get(kind, namespace, name)) return;
    const object = { kind, namespace, name };
    this.#record(by, { verb: 'delete', object });
    this.#registry.delete(object);
  }

  /** Asks a pod to leave its node, as `kubectl drain` does. */
  evict(namespace: string, name: string, by: Writer): void {
    const object = { kind: 'Pod', namespace, name };
    const pod = this.#registry.find(object);
    if (!pod || pod.metadata.deletionTimestamp) return;
    this.#record(by, {
      verb: 'create',
      object,
      subresource: 'eviction',
      code: 201,
    });
    const status = objectAt(pod, 'status');
    this.#registry.replaceStatus(
      {
        ...pod,
        status: {
          ...status,
          conditions: [
            ...listAt(status, 'conditions'),
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              message: 'Eviction API: evicting',
              lastTransitionTime: rfc3339(this.#now()),
            },
          ],
        },
      },
      'kube-apiserver',
    );
    this.#registry.delete(object);
  }

  /** From now on an audit webhook is told who writes, the controllers of the cluster itself left out. */
  auditTo(send: (list: EventList) => void): void {
    this.#audit.sendTo(send);
  }

  get(
    kind: string,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.#registry.find({ kind, namespace, name });
  }

  list(kind: string, namespace?: string): KubernetesObject[] {
    return this.#store
      .list(kindNamed(kind).resource)
      .filter(
        ({ metadata }) =>
          namespace === undefined || metadata.namespace === namespace,
      );
  }

  /** What an autoscaler sees of the pods of the Deployment that it scales. */
  setUsage(namespace: string, deployment: string, usage: Usage): void {
    this.#usage.set(`${namespace}/${deployment}`, usage);
    this.#controllers.autoscaler.usageChanged(namespace, deployment);
  }

  /** Connections are cut and refused. The cluster itself goes on. */
  async silence(): Promise<void> {
    this.#isSilent = true;
    await this.#api.silence();
  }

  /** Accepts connections again, on the same port. */
  async answer(): Promise<void> {
    await this.#api.resume();
    this.#isSilent = false;
  }

  /** Resolves when every kind that Ripple reads and that the reader may read is being watched. */
  watched(signal: AbortSignal): Promise<void> {
    return this.#api.watched(this.#watchable, signal);
  }

  /** Ends all watches as their timeouts would. */
  endWatches(): void {
    this.#api.endWatches();
  }

  /** From now on, whoever asks for an earlier revision is told 410. */
  forget(): void {
    this.#store.forget();
    this.#api.forgetLists();
  }

  /** All that a later start needs: plain JSON. */
  save(): SavedCluster {
    return {
      format: 1,
      port: this.#api.port,
      revision: this.#store.revision,
      objects: this.#store.all(),
      usage: Object.fromEntries(this.#usage),
    };
  }

  #record(
    by: Writer,
    write: Pick<Write, 'verb' | 'subresource'> & {
      object: { kind: string; namespace?: string; name: string };
      code?: number;
    },
  ): void {
    if (NOT_AUDITED.includes(by.manager)) return;
    const { code = 200, object, subresource, verb } = write;
    const { name, namespace } = object;
    this.#audit.record({
      user: identityOf(by),
      userAgent: userAgentOf(by),
      verb,
      kind: kindNamed(object.kind),
      namespace,
      name,
      subresource,
      manager: by.manager,
      code,
      receivedAt: this.#now(),
    });
  }

  async close(): Promise<void> {
    for (const controller of this.#controllers.controllers) controller.stop();
    await this.#api.silence();
  }
}

/** Notes in the audit log what is written over HTTP. */
function audited(
  write: AnswerWrite,
  audit: AuditLog,
  now: () => number,
): AnswerWrite {
  return request => {
    const receivedAt = now();
    const object = write(request);
    const { address, verb } = request;
    audit.record({
      ...address,
      name: address.name ?? textAt(object, 'metadata', 'name'),
      user: { username: request.user, groups: ['system:masters'] },
      userAgent: request.userAgent,
      requestUri: request.uri,
      verb,
      manager: request.manager,
      code: verb === 'create' ? 201 : 200,
      receivedAt,
    });
    return object;
  };
}
