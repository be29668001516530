import type { SourceClaim } from '@ripplehq/backstage-plugin-changes-node';
import { parseKubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import type { Kind } from '../kinds';
import type { Place } from './Place';

/** Each costs a watch for each kind. */
const NAMESPACES_MAX = 100;
/** What was read as a whole before is given up after so much: a server that has just started refuses everybody until it knows its roles. */
const PATIENCE_MS = 60_000;

type Read = (place: Place, signal: AbortSignal) => Promise<void>;

/**
 * The kinds that may not be read in the whole cluster. They are read in the namespaces that entities name, where perhaps they may.
 */
export class FallenBack {
  readonly #cluster: string;
  readonly #claims: () => Promise<SourceClaim[]>;
  readonly #kinds = new Map<Kind, Map<string, AbortController>>();
  readonly #reading = new Set<Promise<void>>();
  readonly #refusedSince = new Map<Kind, number>();
  #begin: (place: Place, stop: AbortSignal) => void = () => undefined;

  static create(options: {
    cluster: string;
    claims: () => Promise<SourceClaim[]>;
  }): FallenBack {
    return new FallenBack(options.cluster, options.claims);
  }

  private constructor(cluster: string, claims: () => Promise<SourceClaim[]>) {
    this.#cluster = cluster;
    this.#claims = claims;
  }

  /** The kinds that may not be read as a whole. */
  get kinds(): Kind[] {
    return [...this.#kinds.keys()];
  }

  /** Whether a kind is read anywhere. */
  reads(kind: Kind): boolean {
    return (this.#kinds.get(kind)?.size ?? 0) > 0;
  }

  /** Reads what is fallen back to, until the signal aborts. Rejects with what a place's reading does. */
  async run(read: Read, signal: AbortSignal): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
        this.#begin = (place, stop) => {
          const reading = read(place, AbortSignal.any([signal, stop]));
          this.#reading.add(reading);
          reading.catch(reject).finally(() => this.#reading.delete(reading));
        };
      });
    } finally {
      await Promise.allSettled(this.#reading);
    }
  }

  /**
   * Notes that a kind was refused as a whole.
   * @param when - `wasRead`: it was read as a whole before; `at`: milliseconds by the local clock
   * @returns whether that is to be taken for lasting
   */
  isRefused(kind: Kind, when: { wasRead: boolean; at: number }): boolean {
    const { wasRead, at } = when;
    const since = this.#refusedSince.get(kind) ?? at;
    this.#refusedSince.set(kind, since);
    return !wasRead || this.#kinds.has(kind) || at - since >= PATIENCE_MS;
  }

  /** Notes that a kind may not be read as a whole, and reads it where entities are: in more places or fewer than before. */
  async follow(kind: Kind): Promise<{ begun: Place[]; left: Place[] }> {
    const reading = this.#kinds.get(kind) ?? new Map<string, AbortController>();
    this.#kinds.set(kind, reading);
    const named = await this.#named().catch(() => new Set(reading.keys()));
    const left = [...reading.keys()].filter(namespace => !named.has(namespace));
    for (const namespace of left) {
      reading.get(namespace)!.abort();
      reading.delete(namespace);
    }
    const begun = [...named].filter(namespace => !reading.has(namespace));
    for (const namespace of begun)
      reading.set(namespace, new AbortController());
    const placeOf = (namespace: string) => ({ kind, namespace });
    return { begun: begun.map(placeOf), left: left.map(placeOf) };
  }

  /** Reads places that {@link follow} has named. */
  begin(places: Place[]): void {
    for (const place of places) {
      const stop = this.#kinds.get(place.kind)?.get(place.namespace ?? '');
      if (stop) this.#begin(place, stop.signal);
    }
  }

  /** Notes that a kind may be read as a whole. Gives the places that are not read any more. */
  end(kind: Kind): Place[] {
    const reading = this.#kinds.get(kind) ?? new Map<string, AbortController>();
    this.#kinds.delete(kind);
    this.#refusedSince.delete(kind);
    return [...reading].map(([namespace, stop]) => {
      stop.abort();
      return { kind, namespace };
    });
  }

  async #named(): Promise<Set<string>> {
    const claims = await this.#claims();
    const named = claims.flatMap(claim => {
      const { cluster, namespace } =
        'subject' in claim
          ? parseKubernetesSubject(claim.subject) ?? {}
          : claim;
      const isHere = cluster === undefined || cluster === this.#cluster;
      return isHere && namespace !== undefined ? [namespace] : [];
    });
    return new Set([...new Set(named)].sort().slice(0, NAMESPACES_MAX));
  }
}
