import type { Entity } from '@backstage/catalog-model';
import type {
  Observation,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  ANNOTATIONS,
  kubernetesSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';

const CLUSTER = 'prod-eu';
const NAMESPACE = 'shop';
const SERVICES = 1000;
const UPSTREAM = 30;
const DAYS = 30;
const DAY_MS = 86_400_000;
const ISSUE_MINUTES = 20;

/**
 * Whose page it is: a component that depends on thirty services evenly from all, or on more of the busiest, which change all the time.
 */
export const PAGES = ['usual', 'busy'] as const;
export type Page = (typeof PAGES)[number];

/**
 * A thousand services of which few change often and most seldom (their ranks' harmonic series), over thirty days. Every figure follows
 * from the seed.
 */
export class Landscape {
  readonly #end: number;
  readonly #random: () => number;
  readonly #shares: number[];

  static create(options: { seed: number; end: number }): Landscape {
    return new Landscape(options);
  }

  private constructor({ seed, end }: { seed: number; end: number }) {
    this.#end = end;
    this.#random = mulberry32(seed);
    let sum = 0;
    this.#shares = Array.from({ length: SERVICES }, (_, rank) => {
      sum += 1 / (rank + 1);
      return sum;
    });
  }

  /**
   * The window of one question: 24 hours that end at some moment of the time that is filled.
   * @param filled - so large a part of all events is stored
   */
  window(filled: number): { from: string; to: string } {
    const begin = this.#end - DAYS * DAY_MS;
    const to = begin + DAY_MS + this.#random() * (DAYS * filled - 1) * DAY_MS;
    return {
      from: new Date(to - DAY_MS).toISOString(),
      to: new Date(to).toISOString(),
    };
  }

  /** The subjects of a page's component and of what it depends on. */
  laneSubjects(page: Page): string[] {
    return lanesOf(page).map(subjectOf);
  }

  entities(): Entity[] {
    const upstream = new Set(PAGES.flatMap(lanesOf));
    return [
      ...PAGES.map(page => {
        const [own, ...others] = lanesOf(page);
        return component(page, own, others.map(nameOf));
      }),
      ...[...upstream].map(rank => component(nameOf(rank), rank, [])),
    ];
  }

  subjects(): SubjectRow[] {
    const observedAt = new Date(this.#end).toISOString();
    return Array.from({ length: SERVICES }, (_, rank) => ({
      subject: subjectOf(rank),
      kind: 'Deployment',
      cluster: CLUSTER,
      namespace: NAMESPACE,
      name: nameOf(rank),
      observedAt,
    }));
  }

  /** The next events, numbered from `first`, in the order of time; `total` is their number in the end. */
  batch(first: number, count: number, total: number): CommitBatch {
    return {
      observations: Array.from({ length: count }, (_, index) =>
        this.#observation(first + index, total),
      ),
    };
  }

  #observation(number: number, total: number): Observation {
    const rank = this.#rank();
    const start = this.#end - DAYS * DAY_MS * (1 - number / total);
    const dice = this.#random();
    const common = {
      instance: CLUSTER,
      key: `event-${number}`,
      observedAt: new Date(start).toISOString(),
      start: new Date(start).toISOString(),
      cluster: CLUSTER,
      namespace: NAMESPACE,
      subjects: [subjectOf(rank)],
    };
    if (dice < 0.85) {
      const before = Math.floor(this.#random() * 50);
      return {
        ...common,
        type: 'change',
        kind: dice < 0.4 ? 'deployment' : 'config',
        title: `${nameOf(
          rank,
        )} deployed v1.${number} and set replicas ${before} → 5`,
        severity: 'info',
        end: { at: common.start, status: 'succeeded' },
        actor: { name: 'argocd-controller', kind: 'bot' },
        diff: [{ path: 'spec.replicas', before, after: 5 }],
      };
    }
    const end = start + this.#random() * 2 * ISSUE_MINUTES * 60_000;
    return {
      ...common,
      type: dice < 0.95 ? 'alert' : 'health',
      kind: 'latency',
      title: `${nameOf(rank)} answers slowly`,
      severity: 'warning',
      end: { at: new Date(end).toISOString(), status: 'resolved' },
    };
  }

  #rank(): number {
    const at = this.#random() * this.#shares[SERVICES - 1];
    let [low, high] = [0, SERVICES - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#shares[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Ranks of the page's component and its upstream services. */
function lanesOf(page: Page): number[] {
  const count = UPSTREAM + 1;
  if (page === 'usual') {
    const step = SERVICES / count;
    return Array.from({ length: count }, (_, i) =>
      Math.floor((i + 0.5) * step),
    );
  }
  const factor = SERVICES ** (1 / count);
  const ranks: number[] = [];
  for (let i = 0; i < count; i++) {
    ranks.push(Math.max(Math.round(factor ** i) - 1, (ranks.at(-1) ?? -1) + 1));
  }
  return ranks;
}

function nameOf(rank: number): string {
  return `service-${rank}`;
}

function subjectOf(rank: number): string {
  return kubernetesSubject({
    cluster: CLUSTER,
    namespace: NAMESPACE,
    kind: 'Deployment',
    group: 'apps',
    name: nameOf(rank),
  });
}

function component(name: string, rank: number, dependsOn: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { [ANNOTATIONS.subjects]: subjectOf(rank) },
    },
    spec: { type: 'service', owner: 'team', lifecycle: 'production' },
    relations: dependsOn.map(other => ({
      type: 'dependsOn',
      targetRef: `component:default/${other}`,
    })),
  };
}

/** A small generator of even numbers in [0, 1), the same for one seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
