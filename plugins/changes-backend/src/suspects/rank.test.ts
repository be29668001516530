import { rankSuspects } from './rank';
import type { Candidate, RankedLane, SuspectQuestion } from './question';

const ONSET = Date.parse('2026-11-19T02:46:00Z');

const minutesBefore = (minutes: number) =>
  new Date(ONSET - minutes * 60_000).toISOString();

function change(event: Partial<Candidate> & { id: string }): Candidate {
  return {
    type: 'change',
    kind: 'deployment',
    source: 'kubernetes',
    title: event.id,
    status: 'succeeded',
    severity: 'info',
    startedAt: minutesBefore(10),
    endedAt: event.startedAt ?? minutesBefore(10),
    subjects: [],
    entityRefs: ['component:default/data-processor'],
    links: [],
    hasDiff: true,
    hasCode: false,
    ...event,
  };
}

const dataProcessor: RankedLane = {
  entityRef: 'component:default/data-processor',
  title: 'data-processor',
  degree: 0,
  path: ['component:default/data-processor'],
  health: 'unhealthy',
};
const restApi: RankedLane = {
  entityRef: 'component:default/rest-api',
  title: 'rest-api',
  degree: 1,
  path: [dataProcessor.entityRef, 'component:default/rest-api'],
  health: 'healthy',
};
const auth: RankedLane = {
  entityRef: 'component:default/auth-service',
  title: 'auth-service',
  degree: 2,
  path: [...restApi.path, 'component:default/auth-service'],
  health: 'healthy',
};

function question(over: Partial<SuspectQuestion> = {}): SuspectQuestion {
  return {
    lanes: [dataProcessor, restApi, auth],
    events: [],
    symptom: {
      entityRef: dataProcessor.entityRef,
      title: 'queue lag > 5 min',
      status: 'unhealthy',
      environment: 'prod-eu',
      onset: { from: ONSET, to: ONSET },
    },
    gaps: [],
    withheld: 0,
    production: ['prod-eu'],
    ...over,
  };
}

const cut = change({
  id: 'cut',
  startedAt: minutesBefore(3),
  endedAt: minutesBefore(0.2),
  entityRefs: [restApi.entityRef],
  environment: 'prod-eu',
  actor: { name: 'dana', kind: 'user' },
  diff: [{ path: 'spec.replicas', before: 50, after: 5 }],
});
const ownDeployment = change({
  id: 'own',
  startedAt: minutesBefore(602),
  endedAt: minutesBefore(600),
  environment: 'prod-eu',
  diff: [
    {
      path: 'spec.template.spec.containers[app].image',
      before: 'a:1',
      after: 'a:2',
    },
  ],
});

describe('rankSuspects', () => {
  it('puts replicas cut upstream seconds before over an own deployment of ten hours ago', () => {
    const ranking = rankSuspects(question({ events: [ownDeployment, cut] }));
    expect(ranking.suspects.map(({ event }) => event.id)).toEqual([
      'cut',
      'own',
    ]);
    expect(ranking.suspects[0].probability).toBeGreaterThan(0.7);
    expect(ranking.suspects[0].reasons.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Finished 12 s before data-processor became unhealthy',
        '1 hop upstream: data-processor → rest-api',
        'Removed 45 of 50 replicas',
      ]),
    );
  });

  it('says that no change explains it when nothing fits', () => {
    const { suspects, noChange } = rankSuspects(
      question({ events: [ownDeployment] }),
    );
    expect(noChange).toBeGreaterThan(suspects[0].probability);
    expect(rankSuspects(question())).toEqual({
      suspects: [],
      others: { count: 0, probability: 0 },
      noChange: 1,
    });
  });

  it('is not drowned by many old changes', () => {
    const noise = Array.from({ length: 200 }, (_, i) =>
      change({
        id: `noise-${i}`,
        startedAt: minutesBefore(200 + i * 6),
        entityRefs: [auth.entityRef],
      }),
    );
    const calm = rankSuspects(question({ events: noise }));
    expect(calm.noChange).toBeGreaterThan(0.5);
    const found = rankSuspects(question({ events: [...noise, cut] }));
    expect(found.suspects[0].event.id).toBe('cut');
    expect(found.suspects[0].probability).toBeGreaterThan(0.6);
  });

  it('adds up to 1', () => {
    const events = Array.from({ length: 20 }, (_, i) =>
      change({ id: `c${i}`, startedAt: minutesBefore(i * 20) }),
    );
    const { suspects, others, noChange } = rankSuspects(question({ events }));
    expect(suspects).toHaveLength(4);
    expect(others.count).toBe(16);
    expect(
      suspects.reduce((sum, s) => sum + s.probability, 0) +
        others.probability +
        noChange,
    ).toBeCloseTo(1, 10);
  });

  it('lowers its confidence where coverage is missing or something is withheld', () => {
    const events = [change({ id: 'a' })];
    const sure = rankSuspects(question({ events })).noChange;
    const gaps = [{ source: 'launchdarkly', instance: 'main' }];
    expect(rankSuspects(question({ events, gaps })).noChange).toBeGreaterThan(
      sure,
    );
    expect(
      rankSuspects(question({ events, withheld: 2 })).noChange,
    ).toBeGreaterThan(sure);
  });

  it('never suspects what began after the onset, nor staging for production', () => {
    const events = [
      change({ id: 'after', startedAt: minutesBefore(-1) }),
      change({ id: 'staging', environment: 'staging' }),
    ];
    expect(rankSuspects(question({ events })).suspects).toEqual([]);
  });

  it('suspects a rollout that is under way at the onset', () => {
    const [first] = rankSuspects(
      question({
        events: [
          change({ id: 'rollout', status: 'in-progress', endedAt: undefined }),
        ],
      }),
    ).suspects;
    expect(first.reasons[0].text).toBe(
      'Was still under way when data-processor became unhealthy',
    );
  });

  it('believes more in a change whose entity got into trouble before the symptom', () => {
    const issue = change({
      id: 'issue',
      type: 'health',
      kind: 'too-few-replicas',
      title: 'rest-api has too few replicas',
      status: 'open',
      startedAt: minutesBefore(2),
      endedAt: undefined,
      entityRefs: [restApi.entityRef],
    });
    const withIssue = rankSuspects(question({ events: [cut, issue] }));
    const without = rankSuspects(question({ events: [cut] }));
    expect(withIssue.suspects[0].probability).toBeGreaterThan(
      without.suspects[0].probability,
    );
    expect(withIssue.suspects[0].reasons.map(r => r.code)).toContain(
      'ill-soon-after',
    );
    expect(without.suspects[0].reasons.map(r => r.code)).toContain(
      'stayed-healthy',
    );
  });

  it.each([
    [
      'a rollback',
      { kind: 'rollback', title: 'rest-api rolled back to v2.14.0' },
    ],
    [
      'setting the field back',
      {
        kind: 'scale',
        diff: [{ path: 'spec.replicas', before: 5, after: 50 }],
      },
    ],
  ])(
    'does not believe in what was undone before the onset by %s',
    (_, undo) => {
      const at = { startedAt: minutesBefore(12), endedAt: minutesBefore(11) };
      const old = { ...cut, id: 'old', startedAt: minutesBefore(40) };
      const events = [
        { ...old, endedAt: minutesBefore(38) },
        change({
          id: 'undo',
          entityRefs: [restApi.entityRef],
          environment: 'prod-eu',
          ...at,
          ...undo,
        }),
      ];
      const { suspects } = rankSuspects(question({ events: [...events, cut] }));
      expect(suspects[0].event.id).toBe('cut');
      const told = suspects.find(({ event }) => event.id === 'old')!;
      expect(told.probability).toBeLessThan(0.02);
      expect(told.reasons.map(({ code }) => code)).toContain('undone-before');
    },
  );

  it('tells a step of a suspect with that suspect', () => {
    const step = change({ id: 'step', kind: 'config', partOf: 'cut' });
    const { suspects } = rankSuspects(question({ events: [cut, step] }));
    expect(suspects.map(({ event }) => event.id)).toEqual(['cut']);
  });

  it('names of a family the one that explains best, once', () => {
    const sync = change({
      id: 'sync',
      kind: 'deployment',
      title: 'Argo CD synced rest-api to 3f9c2e1',
      startedAt: cut.startedAt,
      endedAt: cut.endedAt,
      entityRefs: cut.entityRefs,
    });
    const inside = { ...cut, partOf: 'sync' };
    const step = change({ id: 'step', kind: 'config', partOf: 'cut' });
    const family = rankSuspects(question({ events: [sync, inside, step] }));
    expect(family.suspects.map(({ event }) => event.id)).toEqual(['cut']);
    const alone = rankSuspects(question({ events: [cut] }));
    expect(family.suspects[0].probability).toBeCloseTo(
      alone.suspects[0].probability,
    );
  });
});
