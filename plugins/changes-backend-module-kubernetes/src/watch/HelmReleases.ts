import { z } from 'zod';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import { helmReleaseOf, helmRun, tellHelmRun, type HelmRun } from '../delivery';

const STATE_PREFIX = 'helm/';
/** A run that was quiet for so long is over; it is remembered no longer than this. */
const FORGET_MS = 10 * 60_000;

const stored = z.object({
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  start: z.string(),
  lastAt: z.string(),
  chart: z.string().optional(),
  chartBefore: z.string().optional(),
  isNew: z.boolean(),
  subjects: z.array(z.string()),
});

/** Helm's releases, by what Helm writes into a cluster's objects: no more than annotations and labels is needed. */
export class HelmReleases {
  readonly #runs = new Map<string, HelmRun>();

  static create(): HelmReleases {
    return new HelmReleases();
  }

  private constructor() {}

  /** Takes back what was stored, if it is its own. */
  restore({ id, body }: SourceState): boolean {
    if (!id.startsWith(STATE_PREFIX)) return false;
    const read = stored.safeParse(body);
    if (read.success) this.#runs.set(id, read.data);
    return true;
  }

  /** What follows from what was observed of objects: the releases that they are part of. */
  tell(observations: readonly Observation[]): {
    observations: Observation[];
    states: SourceState[];
  } {
    const causes = new Map<string, Observation>();
    for (const observation of observations) {
      const release = helmReleaseOf(observation);
      if (!release) continue;
      const id = `${STATE_PREFIX}${release.namespace}/${release.name}`;
      this.#runs.set(id, helmRun(this.#runs.get(id), release, observation));
      causes.set(id, observation);
    }
    if (causes.size === 0) return { observations: [], states: [] };
    const told = [...causes].map(([id, cause]) =>
      tellHelmRun(this.#runs.get(id)!, cause),
    );
    const states = [...causes.keys()].map(id => ({
      id,
      body: { ...this.#runs.get(id)! },
    }));
    const latest = Math.max(...told.map(({ start }) => Date.parse(start!)));
    return { observations: told, states: [...states, ...this.#forget(latest)] };
  }

  #forget(now: number): SourceState[] {
    const over = [...this.#runs].filter(
      ([, { lastAt }]) => Date.parse(lastAt) < now - FORGET_MS,
    );
    return over.map(([id]) => {
      this.#runs.delete(id);
      return { id, body: null };
    });
  }
}
