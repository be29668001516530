import type { LeanWorkload } from '../interpret';
import type { Kind } from '../kinds';
import type { Restart } from '../health';
import type { RememberedChange } from './recentChanges';

/** What is remembered of a workload. */
export interface Workload {
  known: LeanWorkload;
  /** Its last changes, newest first. */
  changes?: readonly RememberedChange[];
  /** Restarts of its containers of late, oldest first. */
  restarts?: readonly Restart[];
}

/** The workloads of a cluster by uid, with the kind that each is of, and by namespace. */
export class KnownWorkloads {
  readonly #workloads = new Map<string, Workload>();
  readonly #kinds = new Map<string, Kind>();
  readonly #uids = new Map<string | undefined, Set<string>>();

  get(uid: string): Workload | undefined {
    return this.#workloads.get(uid);
  }

  kindOf(uid: string): Kind | undefined {
    return this.#kinds.get(uid);
  }

  add(kind: Kind, workload: Workload): void {
    const { uid, namespace } = workload.known;
    this.#workloads.set(uid, workload);
    this.#kinds.set(uid, kind);
    const uids = this.#uids.get(namespace) ?? new Set();
    this.#uids.set(namespace, uids.add(uid));
  }

  /** One that is known already, as it is now. */
  update(workload: Workload): void {
    this.#workloads.set(workload.known.uid, workload);
  }

  delete(uid: string): void {
    const namespace = this.#workloads.get(uid)?.known.namespace;
    this.#workloads.delete(uid);
    this.#kinds.delete(uid);
    const uids = this.#uids.get(namespace);
    uids?.delete(uid);
    if (uids?.size === 0) this.#uids.delete(namespace);
  }

  *all(): Generator<LeanWorkload> {
    for (const { known } of this.#workloads.values()) yield known;
  }

  *of(kind: Kind): Generator<LeanWorkload> {
    for (const [uid, { known }] of this.#workloads) {
      if (this.#kinds.get(uid) === kind) yield known;
    }
  }

  *in(namespace: string | undefined): Generator<LeanWorkload> {
    for (const uid of this.#uids.get(namespace) ?? []) {
      yield this.#workloads.get(uid)!.known;
    }
  }
}
