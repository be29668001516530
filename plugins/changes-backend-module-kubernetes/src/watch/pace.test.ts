import { mockServices } from '@backstage/backend-test-utils';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import fc from 'fast-check';
import { ManualTimers } from '../__testUtils__/ManualTimers';
import { MemoryConnection } from '../__testUtils__/MemoryConnection';
import { PlayedCluster } from '../__testUtils__/PlayedCluster';
import { PlayedDay, type Act } from '../__testUtils__/PlayedDay';
import { KubernetesSource } from '../KubernetesSource';
import { KindChoice } from '../kinds';

/*
 * The same day, played as slowly as it passed and in a moment, while Ripple watches: what it tells must not depend on that. The cluster's
 * clock is a day behind the portal's.
 */

jest.setTimeout(120_000);

const CORE = KindChoice.of({ profile: 'core' }).all().all;

const LOCAL_START = '2026-11-20T02:00:00Z';
const DAY_MS = 86_400_000;
/** Of what happens within so much, kinds may be told of in any order. */
const GAP_SECONDS = 3;
const SLOW_STEP_SECONDS = 20;
const TOLERANCE_MS = 1_500;

/** What was written with a time shows that the cluster's clock runs faster than ours. */
const FIRST: Act = {
  wait: 60,
  name: 'orders',
  act: { do: 'config', value: 10 },
};

type Pace = 'slow' | 'fast';

async function play(acts: Act[], pace: Pace): Promise<MemoryConnection> {
  const timers = new ManualTimers(LOCAL_START);
  const start = timers.now() - DAY_MS;
  const cluster = new PlayedCluster({ now: start, localNow: timers.now });
  const day = PlayedDay.of(cluster);
  const connection = new MemoryConnection();
  const stop = new AbortController();
  const done = KubernetesSource.create({
    supplier: {
      clusters: async () => ({
        watchable: [{ name: 'prod-eu', transport: cluster.transport }],
        unwatchable: [],
      }),
    },
    kinds: KindChoice.of({ profile: 'core' }),
    redactor: Redactor.create({}),
    logger: mockServices.logger.mock(),
    timers,
    random: () => 0.5,
  }).start(connection, stop.signal);

  const pass = async (ms: number) => {
    timers.advance(ms);
    cluster.endDueWatches();
    await new Promise(resolve => setImmediate(resolve));
  };
  /** Some milliseconds, in which all is read that was told. */
  const digest = async () => {
    for (let quiet = 0; quiet < 8; ) {
      await pass(5);
      quiet = cluster.isIdle(CORE.length) ? quiet + 1 : 0;
    }
  };
  const passSlowly = async (until: number) => {
    while (cluster.now < until) {
      const stepMs = Math.min(SLOW_STEP_SECONDS * 1000, until - cluster.now);
      cluster.now += stepMs;
      await pass(stepMs);
      await digest();
    }
  };

  await digest();
  for (const { at, happen } of day.happenings(acts)) {
    const moment = start + at * 1000;
    if (pace === 'slow') {
      await passSlowly(moment);
    } else if (moment - cluster.now > GAP_SECONDS * 1000) {
      await digest();
    }
    cluster.now = moment;
    happen();
    if (pace === 'slow') await digest();
  }
  await digest();
  await passSlowly(cluster.now + 1_300_000);
  stop.abort();
  await done;
  return connection;
}

/** Each change, as it was told in the end. */
function eventsOf({ observations }: MemoryConnection) {
  const events = new Map<
    string,
    { kind: string; title: string; status?: string; start: number; end: number }
  >();
  const changes = observations.filter(({ type }) => type === 'change');
  for (const { key, kind, title, start, end } of inOrder(changes)) {
    const known = events.get(key);
    events.set(key, {
      kind,
      title,
      status: end?.status,
      start: Math.min(known?.start ?? Infinity, time(start) ?? Infinity),
      end: time(end?.at) ?? known?.end ?? Infinity,
    });
  }
  return events;
}

// As the store does: of two words about an event the one that was observed later counts.
function inOrder(observations: Observation[]): Observation[] {
  return [...observations].sort(
    (a, b) =>
      time(a.observedAt)! - time(b.observedAt)! ||
      (a.sequence ?? 0) - (b.sequence ?? 0) ||
      Number(a.end !== undefined) - Number(b.end !== undefined),
  );
}

/** What was wrong, from when until when. */
function healthOf({ observations }: MemoryConnection) {
  const issues = new Map<
    string,
    { subject: string; kind: string; start: number; end: number }
  >();
  for (const { type, key, kind, subjects, start, end } of observations) {
    if (type !== 'health') continue;
    issues.set(key, {
      subject: subjects[0],
      kind,
      start: time(start)!,
      end: time(end?.at) ?? Infinity,
    });
  }
  return [...issues.values()].sort(
    (a, b) =>
      `${a.subject} ${a.kind}`.localeCompare(`${b.subject} ${b.kind}`) ||
      a.start - b.start,
  );
}

function time(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

const act: fc.Arbitrary<Act> = fc.record({
  wait: fc.constantFrom(5, 45, 200, 1_500, 7_200),
  name: fc.constantFrom('rest-api' as const, 'orders' as const),
  act: fc.oneof(
    fc.record({
      do: fc.constantFrom(
        'image' as const,
        'scale' as const,
        'autoscale' as const,
        'autoscale' as const,
        'config' as const,
      ),
      value: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({
      do: fc.constantFrom(
        'recreate' as const,
        'crash' as const,
        'run' as const,
        'shrink' as const,
        'fill' as const,
      ),
    }),
  ),
});

describe('a day', () => {
  it('is told the same, with the same times, however fast it passes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 12 }),
        async rest => {
          const acts = [FIRST, ...rest];
          const slow = await play(acts, 'slow');
          const fast = await play(acts, 'fast');
          const [slowly, quickly] = [slow, fast].map(eventsOf);
          const words = (events: ReturnType<typeof eventsOf>) =>
            [...events]
              .map(([key, { kind, title, status }]) => [
                key,
                kind,
                title,
                status,
              ])
              .sort();
          expect(words(quickly)).toEqual(words(slowly));
          for (const [key, { start, end }] of slowly) {
            const other = quickly.get(key)!;
            expect(Math.abs(other.start - start)).toBeLessThan(TOLERANCE_MS);
            expect(
              end === other.end || Math.abs(other.end - end) < TOLERANCE_MS,
            ).toBe(true);
          }
          const [ill, quicklyIll] = [slow, fast].map(healthOf);
          expect(
            quicklyIll.map(({ subject, kind }) => [subject, kind]),
          ).toEqual(ill.map(({ subject, kind }) => [subject, kind]));
          for (const [index, { start, end }] of ill.entries()) {
            const other = quicklyIll[index];
            expect(Math.abs(other.start - start)).toBeLessThan(TOLERANCE_MS);
            expect(
              end === other.end || Math.abs(other.end - end) < TOLERANCE_MS,
            ).toBe(true);
          }
          const coverage = [...fast.coverage.values()];
          expect(coverage.every(({ state }) => state === 'live')).toBe(true);
        },
      ),
      // Always the same days: a new one that fails is for whoever looks for it, not for whoever builds.
      { numRuns: 8, seed: -1484440995 },
    );
  });
});
