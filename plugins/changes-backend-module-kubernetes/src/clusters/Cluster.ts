/**
 * A cluster that is to be watched, and how to reach it.
 */
export interface Cluster {
  /** A part of every subject and the instance of every event. */
  name: string;
  /** What the cluster was called before; what was kept under that name is taken over. */
  formerly?: string;
  environment?: string;
  /** Its address, by which tools that deploy to it may know it; absent where nobody tells it. */
  server?: () => Promise<string | undefined>;
  transport: ClusterTransport;
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
}

export interface ClusterResponse {
  status: number;
  header(name: string): string | undefined;
  /** Decompressed. */
  body: AsyncIterable<Uint8Array>;
}
