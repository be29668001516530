import type { Selection } from '../kinds';
import type {
  ClusterClock,
  ClusterResponse,
  ClusterTransport,
  RequestOptions,
} from '../clusters';
import { readListPage, type ListPage } from './answers';
import type { Timers } from './Timers';

const LIST_PAGE_MAX_BYTES = 256 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
const METADATA_LIST =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** In a watch each line holds one. */
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

export interface CollectionOptions {
  /** e.g. `/apis/apps/v1/deployments` */
  path: string;
  /** Which of its objects are asked for, where not all. */
  select?: Selection;
  isMetadataOnly?: true;
  transport: ClusterTransport;
  clock: ClusterClock;
  timers: Timers;
}

/** A collection of an API server, as it is asked for. Every answer tells the cluster's clock the time. */
export class Collection {
  readonly #options: CollectionOptions;

  static create(options: CollectionOptions): Collection {
    return new Collection(options);
  }

  private constructor(options: CollectionOptions) {
    this.#options = options;
  }

  async get(
    query: Record<string, string>,
    options: RequestOptions & { timeoutMs?: number },
  ): Promise<ClusterResponse> {
    const { path, select, isMetadataOnly, transport, clock, timers } =
      this.#options;
    const { encoding, signal, timeoutMs = REQUEST_TIMEOUT_MS } = options;
    const askedAt = timers.now();
    const response = await transport.get(
      `${path}?${new URLSearchParams({ ...select, ...query })}`,
      {
        ...(isMetadataOnly
          ? { accept: 'watch' in query ? METADATA : METADATA_LIST }
          : {}),
        encoding,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      },
    );
    clock.read(response.header('date'), askedAt, timers.now());
    return response;
  }

  /** @throws ApiFailure */
  async list(
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<ListPage> {
    const response = await this.get(query, { encoding: 'gzip', signal });
    return readListPage(response, LIST_PAGE_MAX_BYTES);
  }

  /**
   * A small question, which shows that the server is there and what time it has.
   * @throws ApiFailure
   */
  async probe(signal: AbortSignal): Promise<void> {
    await this.list({ limit: '1', resourceVersion: '0' }, signal);
  }
}
