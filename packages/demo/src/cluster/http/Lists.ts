import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiVersionOf } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { type Address, filterOf } from './address.ts';
import {
  META_VERSION,
  UNKNOWN_SELECTOR,
  partial,
  refuse,
  send,
  wantsMetadata,
  withoutType,
} from './answer.ts';
import type { ReadQuery } from './readQuery.ts';
import type { ResourceStore } from './ResourceStore.ts';
import { tableOf, wantsTable } from './table.ts';

/** Whoever pages more slowly than so many others begins anew. */
const SNAPSHOTS_MAX = 32;

interface Snapshot {
  revision: number;
  rest: KubernetesObject[];
}

/** Answers lists: pages of one list are of one revision. */
export class Lists {
  readonly #store: ResourceStore;
  readonly #now: () => number;
  readonly #snapshots = new Map<string, Snapshot>();
  #count = 0;

  static create(options: { store: ResourceStore; now: () => number }): Lists {
    return new Lists(options.store, options.now);
  }

  private constructor(store: ResourceStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Lists that have been begun cannot be continued. */
  forget(): void {
    this.#snapshots.clear();
  }

  answer(
    request: IncomingMessage,
    response: ServerResponse,
    address: Address,
    query: ReadQuery,
  ): void {
    const matches = filterOf(address, query);
    if (!matches) return refuse(response, UNKNOWN_SELECTOR);
    const { kind } = address;
    const snapshot = query.continue
      ? this.#snapshots.get(query.continue)
      : {
          revision: this.#store.revision,
          rest: this.#store.list(kind.resource).filter(matches),
        };
    if (!snapshot) {
      return refuse(response, [
        410,
        'Expired',
        'The provided continue parameter is too old to display a consistent list result.',
      ]);
    }
    const limit = query.limit || Infinity;
    const page = snapshot.rest.slice(0, limit);
    const metadata = {
      resourceVersion: String(snapshot.revision),
      ...this.#continued(snapshot, page.length),
    };
    if (wantsTable(request)) {
      return send(request, response, {
        ...tableOf(kind, page, this.#now()),
        metadata,
      });
    }
    const isPartial = wantsMetadata(request);
    return send(request, response, {
      kind: isPartial ? 'PartialObjectMetadataList' : `${kind.kind}List`,
      apiVersion: isPartial ? META_VERSION : apiVersionOf(kind),
      metadata,
      // Items of a list come without their type.
      items: page.map(item => (isPartial ? partial(item) : withoutType(item))),
    });
  }

  #continued({ revision, rest }: Snapshot, told: number): object {
    const left = rest.slice(told);
    if (left.length === 0) return {};
    const token = `${revision}-${this.#count++}`;
    this.#snapshots.set(token, { revision, rest: left });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > SNAPSHOTS_MAX) this.#snapshots.delete(oldest);
    return { continue: token, remainingItemCount: left.length };
  }
}
