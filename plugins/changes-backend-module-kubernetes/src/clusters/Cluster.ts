/**
 * A cluster that is to be watched, and how to reach it.
 */
export interface Cluster {
  /** A part of every subject and the instance of every event. */
  name: string;
  /** What the cluster was called before; what was kept under that name is taken over. */
  formerly?: string;
  environment?: string;
  /** All that the credentials may read; absent: the whole cluster. */
  namespaces?: readonly string[];
  /** Its address, by which tools that deploy to it may know it; absent where nobody tells it. */
  server?: () => Promise<string | undefined>;
  transport: ClusterTransport;
  /** Differs when it is to be watched in another way than before. */
  revision?: string;
}

/**
 * A cluster that is known but cannot be watched.
 */
export interface UnwatchableCluster {
  name: string;
  /** In plain words, with the remedy. */
  reason: string;
}

export interface ClusterSet {
  watchable: Cluster[];
  unwatchable: UnwatchableCluster[];
}

/** Where the clusters come from. */
export interface ClusterSupplier {
  /** How long an answer may be relied on; absent: for ever. */
  readonly refreshSeconds?: number;
  clusters(signal: AbortSignal): Promise<ClusterSet>;
  /**
   * Calls back whenever the answer may be another one.
   * @returns what ends that
   */
  onChange?(listener: () => void): () => void;
}

/**
 * Reads from one API server. There is no way to write: it knows GET only.
 */
export interface ClusterTransport {
  /**
   * @param path - with query, e.g. `/apis/apps/v1/deployments?limit=500`
   * @throws what the network throws; every HTTP status is an answer.
   */
  get(path: string, options: RequestOptions): Promise<ClusterResponse>;
}

export interface RequestOptions {
  signal: AbortSignal;
  /** A watch must come line by line, so nothing on the way may collect it to compress it. */
  encoding: 'gzip' | 'identity';
  /** The media type that is asked for. Default: plain JSON. */
  accept?: string;
}

export interface ClusterResponse {
  status: number;
  header(name: string): string | undefined;
  /** Decompressed. */
  body: AsyncIterable<Uint8Array>;
}
