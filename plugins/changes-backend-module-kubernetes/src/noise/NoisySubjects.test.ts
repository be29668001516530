import fc from 'fast-check';
import {
  kubernetesSubject,
  type Observation,
  type SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import { observation as schema } from '@ripplehq/backstage-plugin-changes-common/schema';
import { emptyStep, type ModelStep } from '../watch/Book';
import { NoisySubjects } from './NoisySubjects';

const BEGIN = Date.parse('2026-11-19T02:00:00Z');
const timeAt = (seconds: number) =>
  new Date(BEGIN + seconds * 1000).toISOString();
const sightingAt = (seconds: number) => ({
  cluster: 'prod-eu',
  now: timeAt(seconds),
});

/** A ConfigMap written once more. */
function changeOf(
  name: string,
  version: number | 'created' | 'deleted',
  seconds: number,
  manager: string | undefined = 'state-operator',
): Observation {
  const at = timeAt(seconds);
  return {
    type: 'change',
    kind: 'config',
    instance: 'prod-eu',
    cluster: 'prod-eu',
    namespace: 'shop',
    key: `uid-${name}/${version}`,
    title: `ConfigMap ${name} changed: TICK`,
    severity: 'info',
    observedAt: at,
    sequence: Number(version) || undefined,
    subjects: [
      kubernetesSubject({
        cluster: 'prod-eu',
        namespace: 'shop',
        kind: 'ConfigMap',
        name,
      }),
      'kubernetes:prod-eu/shop/Deployment.apps/orders',
    ],
    start: at,
    end: { at, status: 'succeeded' },
    before: { data: { TICK: seconds - 1 } },
    after: { data: { TICK: seconds } },
    ...(manager ? { actor: { name: manager, kind: 'controller' } } : {}),
  };
}

/** A store that merges as the real one does, as far as it matters here. */
class Stored {
  readonly events = new Map<string, Observation>();
  readonly #states = new Map<string, SourceState>();

  commit({ observations, states }: ModelStep): void {
    for (const told of observations) {
      schema.parse(told);
      this.events.set(told.key, { ...this.events.get(told.key), ...told });
    }
    for (const state of states) {
      if (state.body === null) this.#states.delete(state.id);
      else this.#states.set(state.id, structuredClone(state));
    }
  }

  restart(): NoisySubjects {
    const subjects = new NoisySubjects();
    for (const state of this.#states.values()) {
      if (!subjects.restore(state)) throw new Error(`${state.id} is unknown`);
    }
    return subjects;
  }

  runs(): Observation[] {
    return [...this.events.values()].filter(({ key }) =>
      key.startsWith('noisy/'),
    );
  }

  /** Changes that are told one by one and not within a run. */
  alone(): string[] {
    return [...this.events.values()]
      .filter(({ key, partOfKey }) => !key.startsWith('noisy/') && !partOfKey)
      .map(({ key }) => key);
  }
}

function take(
  subjects: NoisySubjects,
  stored: Stored,
  change: Observation,
): void {
  const seconds = (Date.parse(change.observedAt) - BEGIN) / 1000;
  stored.commit(
    subjects.take(
      { ...emptyStep(), observations: [change] },
      sightingAt(seconds),
    ),
  );
}

function pass(subjects: NoisySubjects, stored: Stored, seconds: number): void {
  for (;;) {
    const due = subjects.due.take(BEGIN + seconds * 1000);
    if (!due) return;
    const step = emptyStep();
    subjects.pass(
      due.id,
      { cluster: 'prod-eu', now: new Date(due.at).toISOString() },
      step,
    );
    stored.commit(step);
  }
}

describe('NoisySubjects', () => {
  it('makes one counting event of an operator that writes five ConfigMaps a second', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    for (let index = 0; index < 1000; index++) {
      const name = ['a', 'b', 'c', 'd', 'e'][index % 5];
      take(subjects, stored, changeOf(`state-${name}`, index + 1, index / 5));
    }
    expect(stored.runs()).toHaveLength(1);
    expect(stored.alone()).toEqual([]);
    expect(stored.events.size).toBeLessThan(40);
    pass(subjects, stored, 2000);
    const [run] = stored.runs();
    expect(run).toMatchObject({
      title:
        '5 ConfigMaps (state-a, state-b, state-c, state-d, state-e) changed 1,000 times by state-operator',
      kind: 'config',
      start: timeAt(0),
      end: { at: timeAt(999 / 5), status: 'succeeded' },
      before: { data: { TICK: expect.any(Number) } },
      after: { data: { TICK: expect.any(Number) } },
      actor: { name: 'state-operator' },
    });
    expect(run.subjects).toHaveLength(6);
    expect(subjects.noisiest()).toEqual([]);
  });

  it('names what is noisiest, with a rule that would ignore it', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    for (let index = 0; index < 300; index++) {
      take(subjects, stored, changeOf(`shard-${index % 3}`, index, index / 5));
    }
    expect(subjects.noisiest()).toEqual([
      {
        subject: 'kubernetes:prod-eu/shop/ConfigMap/shard-0',
        changes: 300,
        perMinute: expect.closeTo(301, 0),
        firstAt: timeAt(0),
        lastAt: timeAt(299 / 5),
        manager: 'state-operator',
        ignore: [
          'changes:',
          '  kubernetes:',
          '    ignore:',
          '      - reason: "rewritten 5 times a second by state-operator"',
          '        kind: ConfigMap',
          '        namespace: "shop"',
          '        name: "shard-*"',
        ].join('\n'),
      },
    ]);
    expect(stored.runs()[0].title).toMatch(
      /^ConfigMaps shard-\* changed \d+ times by state-operator$/,
    );
  });

  it('counts what comes and goes under ever new names', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    for (let index = 0; index < 100; index++) {
      const name = `job-${index}-lock`;
      take(subjects, stored, changeOf(name, 'created', index));
      take(subjects, stored, changeOf(name, 'deleted', index + 0.5, undefined));
    }
    pass(subjects, stored, 5000);
    expect(stored.runs().length).toBeLessThanOrEqual(2);
    expect(stored.alone().length).toBeLessThan(15);
  });

  it('says of many that only came, or only went, that they did', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    for (let index = 0; index < 15; index++) {
      const name = `part-${index}`;
      take(subjects, stored, changeOf(name, 'created', index / 10, 'helm'));
    }
    pass(subjects, stored, 5000);
    for (let index = 0; index < 1_500; index++) {
      take(
        subjects,
        stored,
        changeOf(`part-${index}`, 'deleted', 6000 + index / 100, undefined),
      );
    }
    pass(subjects, stored, 20_000);
    expect(
      stored.runs().map(({ title, severity }) => [title, severity]),
    ).toEqual([
      ['ConfigMaps part-* created 15 times by helm', 'info'],
      ['ConfigMaps part-* deleted 1,500 times', 'warning'],
    ]);
  });

  it('leaves what people and pipelines do as it is', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    // A deployment of an application that has a dozen of them.
    for (let index = 0; index < 12; index++) {
      take(
        subjects,
        stored,
        changeOf(`part-${index}`, index, index / 10, 'helm'),
      );
    }
    // Somebody tries one setting after another.
    for (let index = 0; index < 5; index++) {
      take(
        subjects,
        stored,
        changeOf('app', index, 100 + index * 12, 'kubectl'),
      );
    }
    for (let index = 0; index < 20; index++) {
      take(subjects, stored, changeOf('slow', index, index * 30, 'operator'));
    }
    expect(stored.runs()).toEqual([]);
    expect(stored.alone()).toHaveLength(37);
  });

  it('ends a run when it is quiet, and begins another', () => {
    const stored = new Stored();
    const subjects = new NoisySubjects();
    for (const begin of [0, 3600]) {
      for (let index = 0; index < 50; index++) {
        const seconds = begin + index;
        take(subjects, stored, changeOf('state', seconds + 1, seconds));
      }
    }
    pass(subjects, stored, 9000);
    expect(stored.runs().map(({ title, start }) => [title, start])).toEqual([
      ['ConfigMap state changed 50 times by state-operator', timeAt(0)],
      ['ConfigMap state changed 50 times by state-operator', timeAt(3600)],
    ]);
  });

  it('counts each change once, wherever it is stopped and though it is read again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 199 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 199 }), { maxLength: 8 }),
        (stops, again) => {
          const stored = new Stored();
          let subjects = new NoisySubjects();
          for (let index = 0; index < 200; index++) {
            const change = changeOf(`s-${index % 2}`, index + 1, index / 5);
            if (stops.includes(index)) subjects = stored.restart();
            take(subjects, stored, change);
            if (again.includes(index)) {
              // Stored, but the position was not: it is read once more.
              subjects = stored.restart();
              take(subjects, stored, change);
            }
            if (index % 50 === 0) pass(subjects, stored, index / 5);
          }
          pass(subjects, stored, 5000);
          const counted = stored
            .runs()
            .map(({ evidence }) => parseInt(evidence![0].text, 10))
            .reduce((sum, count) => sum + count, 0);
          expect(counted + stored.alone().length).toBe(200);
          expect(stored.runs()).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
