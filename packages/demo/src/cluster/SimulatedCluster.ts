import type { WorldClock } from '../clock/index.ts';
import type { KubernetesObject, Manifest } from './KubernetesObject.ts';

/** Who writes: the field manager, e.g. `kubectl-edit`, `argocd-controller`, `helm`. */
export interface Writer {
  manager: string;
}

/** CPU that pods use, in percent of what they request: each of them, or all together. */
export type Usage = { perPod: number } | { total: number };

/** How a cluster is started. */
export interface SimulatedClusterOptions {
  name: string;
  clock: WorldClock;
  /** The bearer token of whoever may only read. */
  token: string;
  /** The bearer token of whoever may write, too. Without it nobody may over HTTP. */
  adminToken?: string;
  gitVersion?: string;
  /** A free one is taken without it. */
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
export declare class SimulatedCluster {
  static start(options: SimulatedClusterOptions): Promise<SimulatedCluster>;
  private constructor();
  readonly name: string;
  readonly url: string;
  /** The resourceVersion of a list made now. */
  readonly revision: number;
  readonly isSilent: boolean;
  /** For the reader: one context, named after the cluster. */
  kubeconfig(): object;
  /** For whoever may write. Throws without an admin token. */
  adminKubeconfig(): object;
  /** Server-side apply: creates or changes, and takes over what others own. Fields that the manager no longer names vanish. */
  apply(manifest: Manifest, by: Writer): KubernetesObject;
  /** Changes an object as a client does that writes it back. The function gets a copy. Throws when there is no such object. */
  update(
    kind: string,
    namespace: string | undefined,
    name: string,
    change: (object: KubernetesObject) => KubernetesObject,
    by: Writer,
  ): KubernetesObject;
  /** Through the scale subresource of a Deployment, as `kubectl scale` and autoscalers do. */
  scale(namespace: string, name: string, replicas: number, by: Writer): void;
  /** With all that it owns. What is not there need not be removed. */
  remove(kind: string, namespace: string | undefined, name: string): void;
  get(
    kind: string,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined;
  list(kind: string, namespace?: string): KubernetesObject[];
  /** What an autoscaler sees of the pods of the Deployment that it scales. */
  setUsage(namespace: string, deployment: string, usage: Usage): void;
  /** Connections are cut and refused. The cluster itself goes on. */
  silence(): Promise<void>;
  /** Accepts connections again, on the same port. */
  answer(): Promise<void>;
  /** Resolves when every kind that Ripple reads and that the reader may read is being watched. */
  watched(signal: AbortSignal): Promise<void>;
  /** Ends all watches as their timeout would. */
  endWatches(): void;
  /** From now on, whoever asks for an earlier revision is told 410. */
  forget(): void;
  /** All that a later start needs: plain JSON. */
  save(): object;
  close(): Promise<void>;
}
