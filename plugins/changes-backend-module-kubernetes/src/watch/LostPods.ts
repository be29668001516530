import type { PodObject } from '../kinds';

const KEPT_MS = 10 * 60_000;
const OF_ONE_MAX = 20;

/** Pods that somebody else than their workload made to go: those of the last minutes at least. */
export class LostPods {
  readonly #lost = new Map<string, PodObject[]>();

  add(workload: string, pod: PodObject): void {
    const latest = lostAt(pod);
    for (const [uid, pods] of this.#lost) {
      const recent = pods.filter(other => latest - lostAt(other) < KEPT_MS);
      if (recent.length > 0) this.#lost.set(uid, recent);
      else this.#lost.delete(uid);
    }
    const own = [...(this.#lost.get(workload) ?? []), pod];
    this.#lost.set(workload, own.slice(-OF_ONE_MAX));
  }

  /** The latest comes last. */
  of(workload: string): readonly PodObject[] {
    return this.#lost.get(workload) ?? [];
  }
}

function lostAt({ disruption, deletingSince }: PodObject): number {
  return Date.parse(disruption?.at ?? deletingSince ?? '');
}
