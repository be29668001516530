import { z } from 'zod';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  helmReleaseOf,
  helmRun,
  helmRunOf,
  tellHelmRun,
  type HelmCause,
  type HelmRecord,
  type HelmRun,
} from '../delivery';
import { subjectOf } from '../interpret';
import type { Kind, Named } from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

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
  revision: z.number().optional(),
  action: z.enum(['install', 'upgrade', 'rollback', 'uninstall']).optional(),
  outcome: z.enum(['pending', 'succeeded', 'failed']).optional(),
});

/**
 * Helm's releases, by what Helm writes into a cluster's objects; and by its own records, where they may be read: then also which revision
 * it is, that it failed, or went back.
 */
export class HelmReleases implements Book {
  readonly #surroundings: Pick<Surroundings, 'workloads'>;
  readonly #runs = new Map<string, HelmRun>();
  readonly #records = new Map<string, HelmRecord>();

  static create(surroundings: Pick<Surroundings, 'workloads'>): HelmReleases {
    return new HelmReleases(surroundings);
  }

  private constructor(surroundings: Pick<Surroundings, 'workloads'>) {
    this.#surroundings = surroundings;
  }

  restore(_: Kind, record: unknown): void {
    this.#records.set((record as HelmRecord).uid, record as HelmRecord);
  }

  all(): Iterable<Named> {
    return this.#records.values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const record = object as HelmRecord;
    const previous = this.#records.get(record.uid);
    if (previous && !isNewer(record, previous)) return;
    this.#records.set(record.uid, record);
    if (previous?.status === record.status) return;
    step.states.push(storedState(kind, record.uid, record));
    const isHistory = reading.how === 'first';
    const id = runId({ ...record, name: record.release });
    const run = helmRunOf(
      isHistory ? undefined : this.#runs.get(id),
      record,
      previous,
      this.#workloadsOf(record, reading),
    );
    if (!run) return;
    if (!isHistory) {
      this.#runs.set(id, run);
      step.states.push({ id, body: { ...run } });
    }
    // Whose it is, its objects will tell.
    if (run.subjects.length === 0) return;
    const { cluster, environment, now, observedAt = now } = reading;
    step.observations.push({
      ...tellHelmRun(run, {
        instance: cluster,
        cluster,
        environment,
        observedAt,
      }),
      ...(isHistory ? { reconstructed: true as const } : {}),
    });
  }

  /** Helm forgets all but the last revisions. */
  delete(kind: Kind, last: Named, _: Reading, step: ModelStep): boolean {
    if (this.#records.delete(last.uid)) {
      step.states.push(forgottenState(kind, last.uid));
    }
    return false;
  }

  tell(): void {
    // A release is no subject.
  }

  /** Takes back a run that was stored, if it is one. */
  restoreRun({ id, body }: SourceState): boolean {
    if (!id.startsWith(STATE_PREFIX)) return false;
    const read = stored.safeParse(body);
    if (read.success) this.#runs.set(id, read.data);
    return true;
  }

  /** What follows from what was observed of objects: the releases that they are part of. */
  follow(observations: readonly Observation[]): {
    observations: Observation[];
    states: SourceState[];
  } {
    const causes = new Map<string, HelmCause>();
    for (const observation of observations) {
      const release = helmReleaseOf(observation);
      if (!release) continue;
      const id = runId(release);
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

  #workloadsOf({ namespace, release }: HelmRecord, reading: Reading): string[] {
    return this.#surroundings
      .workloads(namespace)
      .filter(
        ({ traits: { annotations } }) =>
          annotations['meta.helm.sh/release-name'] === release,
      )
      .map(workload => subjectOf(reading, workload.type, workload));
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

function runId({ namespace = '', name }: { namespace?: string; name: string }) {
  return `${STATE_PREFIX}${namespace}/${name}`;
}
