import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { recorded } from '../__testUtils__/recorded';
import { CRON_JOB, JOB, readJob } from '../kinds';
import type { ModelStep } from './Book';
import { ClusterModel } from './ClusterModel';
import { readState } from './stored';

const redactor = Redactor.create({});
const NOW = '2026-11-24T13:40:00Z';

/** The Jobs of a real control plane, one version after another. */
const LINES = recorded('jobs').map(({ type, object }) => ({
  type,
  object: readJob(object, redactor),
}));

/** The latest version of each, in the order of their names, as a list has them. */
const LAST = [
  ...new Map(LINES.map(({ object }) => [object.uid, object])).values(),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** What is told of a cluster's Jobs, and what is stored of them. */
class Play {
  readonly steps: ModelStep[] = [];
  readonly stored = new Map<string, unknown>();
  readonly #model = ClusterModel.create({ cluster: 'prod-eu' });

  restore(other: Play): this {
    for (const [id, body] of other.stored) {
      this.stored.set(id, body);
      const read = readState({ id, body: body as never });
      if (read) this.#model.restore(JOB, read.object);
    }
    return this;
  }

  list(how: { isFirst: boolean; gapFrom?: string }, items = LAST): this {
    for (const step of this.#model.replace(JOB, items, { now: NOW, ...how })) {
      this.#take(step);
    }
    return this;
  }

  watch(from = 0, to?: number): this {
    for (const change of LINES.slice(from, to)) {
      this.#take(this.#model.apply(JOB, [change], { now: NOW }));
    }
    return this;
  }

  /** A cluster whose CronJobs have been read: it has none. */
  withoutSchedules(): this {
    const when = { now: NOW, isFirst: false };
    for (const step of this.#model.replace(CRON_JOB, [], when)) {
      this.#take(step);
    }
    return this;
  }

  delete(object: (typeof LAST)[number]): this {
    this.#take(
      this.#model.apply(JOB, [{ type: 'deleted', object }], { now: NOW }),
    );
    return this;
  }

  /** The events: the last title of each, the earliest first. */
  get events(): string[] {
    const told = this.steps
      .flatMap(({ observations }) => observations)
      .sort((a, b) => Date.parse(a.start ?? NOW) - Date.parse(b.start ?? NOW));
    return [...new Map(told.map(({ key, title }) => [key, title])).values()];
  }

  #take(step: ModelStep): void {
    this.steps.push(step);
    for (const { id, body } of step.states) {
      if (body === null) this.stored.delete(id);
      else this.stored.set(id, body);
    }
  }
}

const EVENTS = [
  'orders-db migrated by Job orders-migrate-v41 (flyway)',
  'Job orders-migrate-v42 (alembic) failed: it gave up after 2 failed pods',
  'CronJob billing-export began to fail: Job billing-export-29925449 gave up after 1 failed pod',
  'CronJob billing-export succeeded again after 1 failed run',
];

describe('the Jobs of a cluster', () => {
  it('are told as they run', () => {
    expect(new Play().watch().events).toEqual(EVENTS);
  });

  it('that are there at first are history, in the order of time', () => {
    const play = new Play().list({ isFirst: true });
    expect(play.events).toEqual(EVENTS);
    const observations = play.steps.flatMap(step => step.observations);
    expect(observations.every(({ reconstructed }) => reconstructed)).toBe(true);
  });

  it('are told once, wherever the watch is cut and gone on with, or all is listed anew', () => {
    for (let cut = 0; cut <= LINES.length; cut += 1) {
      const before = new Play().watch(0, cut);
      const after = new Play().restore(before).watch(Math.max(0, cut - 1));
      expect(new Set([...before.events, ...after.events])).toEqual(
        new Set([...before.events, ...EVENTS]),
      );
      const listed = new Play()
        .restore(before)
        .list({ isFirst: false, gapFrom: '2026-11-24T13:27:00Z' });
      expect([...before.events, ...listed.events]).toEqual(
        expect.arrayContaining(EVENTS),
      );
      expect(
        new Play().restore(listed).list({ isFirst: false, gapFrom: NOW })
          .events,
      ).toEqual([]);
    }
  });

  it('that a schedule makes write nothing while they go well', () => {
    const play = new Play().watch();
    const before = play.stored.size;
    const run = LAST.find(
      ({ schedule, status }) => schedule && status.endedAt,
    )!;
    const wrote = play.steps.length;
    for (let minute = 1; minute < 100; minute += 1) {
      const endedAt = new Date(Date.parse(NOW) + minute * 60_000).toISOString();
      play.list({ isFirst: false }, [
        ...LAST,
        {
          ...run,
          uid: `run-${minute}`,
          status: { ...run.status, state: 'succeeded', endedAt },
        } as typeof run,
      ]);
    }
    expect(play.stored.size).toBe(before);
    expect(play.steps.slice(wrote).flatMap(({ states }) => states)).toEqual([]);
  });

  it('that are gone leave nothing behind, as soon as their schedule is', () => {
    const play = new Play().watch().list({ isFirst: false }, []);
    expect(play.events).toEqual(EVENTS);
    expect(play.stored.size).toBe(1);
    play.withoutSchedules().delete(LAST.find(({ schedule }) => schedule)!);
    expect(play.stored.size).toBe(0);
  });
});
