import type { Candidate, RankedLane, SuspectQuestion } from './question';
import { rankSuspects } from './rank';

// The incident that the screens tell: Thu 19 Nov, times in UTC+1.
const at = (clock: string, day = 19) => `2026-11-${day}T${clock}+01:00`;
const ONSET = Date.parse(at('02:46:07'));
const PATHS = [
  ['data-processor'],
  ['data-processor', 'rest-api'],
  ['data-processor', 'events-queue'],
  ['data-processor', 'rest-api', 'orders-db'],
  ['data-processor', 'rest-api', 'auth-service'],
  ['data-processor', 'rest-api', 'payments-gw'],
  ['data-processor', 'rest-api', 'auth-service', 'sessions-redis'],
];
const refOf = (name: string) => `component:default/${name}`;

const lanes = PATHS.map(
  (path): RankedLane => ({
    entityRef: refOf(path[path.length - 1]),
    title: path[path.length - 1],
    degree: path.length - 1,
    path: path.map(refOf),
    health: 'healthy',
  }),
);

let ids = 0;
function event(
  service: string,
  kind: string,
  title: string,
  [startedAt, endedAt]: [start: string, end?: string],
  more: Partial<Candidate> = {},
): Candidate {
  ids += 1;
  return {
    id: `e${ids}`,
    type: 'change',
    kind,
    source: 'kubernetes',
    title,
    status: 'succeeded',
    severity: 'info',
    startedAt,
    ...(more.status === 'open' ? {} : { endedAt: endedAt ?? startedAt }),
    environment: 'prod-eu',
    subjects: [],
    entityRefs: [refOf(service)],
    links: [],
    hasDiff: false,
    hasCode: false,
    ...more,
  };
}

const y = (clock: string) => at(clock, 18);
const image = (before: string, after: string) => ({
  path: 'spec.template.spec.containers[app].image',
  before: `acme/app:${before}`,
  after: `acme/app:${after}`,
});
const issue = { type: 'health', status: 'open', severity: 'error' } as const;

const CAUSE = event(
  'rest-api',
  'deployment',
  'rest-api deployed v2.14.1 and cut replicas 50 → 5',
  [at('02:41:08'), at('02:42:55')],
  {
    diff: [
      { path: 'spec.replicas', before: 50, after: 5 },
      image('v2.14.0', 'v2.14.1'),
    ],
  },
);
const CHANGES = [
  event('data-processor', 'pipeline', 'Build #882 passed', [
    y('16:12:00'),
    y('16:29:00'),
  ]),
  event(
    'data-processor',
    'deployment',
    'data-processor deployed v3.8.2',
    [y('16:31:05'), y('16:36:20')],
    { diff: [image('v3.8.1', 'v3.8.2')] },
  ),
  event(
    'data-processor',
    'config',
    'ConfigMap data-processor-settings: BATCH_SIZE 200 → 250',
    [y('20:05:00')],
    {
      actor: { name: 'Ines Okafor', kind: 'user', byHand: true },
      diff: [{ path: 'data.BATCH_SIZE', before: '200', after: '250' }],
    },
  ),
  event('data-processor', 'flag', 'batch-v2: 25 % → 50 %', [y('22:10:00')]),
  event(
    'data-processor',
    'secret',
    'Secret data-processor-kafka rotated (value hidden)',
    [at('00:30:00')],
  ),
  event(
    'data-processor',
    'autoscale',
    'data-processor autoscaled 4 → 8',
    [at('02:44:20'), at('02:46:30')],
    {
      actor: { name: 'horizontal-pod-autoscaler', kind: 'controller' },
    },
  ),
  event(
    'rest-api',
    'code',
    'PR #1832 merged: smaller rest-api for the load test',
    [at('02:19:40')],
  ),
  event('rest-api', 'pipeline', 'Build #1290 passed', [
    at('02:24:00'),
    at('02:38:00'),
  ]),
  CAUSE,
  event('events-queue', 'access', 'Role queue-reader: 1 subject added', [
    at('01:12:00'),
  ]),
  event('orders-db', 'migration', '0142_add_index_orders_created', [
    y('23:30:00'),
    y('23:41:00'),
  ]),
  event(
    'auth-service',
    'deployment',
    'auth-service deployed v5.2.1',
    [at('01:55:00'), at('01:59:30')],
    { diff: [image('v5.2.0', 'v5.2.1')] },
  ),
  event(
    'auth-service',
    'secret',
    'Secret auth-signing-keys: 1 key added (value hidden)',
    [at('02:12:00')],
  ),
  event('sessions-redis', 'node', 'Node ip-10-3-41-7 cordoned, drained', [
    at('02:04:00'),
  ]),
];
const TROUBLE = event(
  'rest-api',
  'probe',
  'Readiness time-outs on 5 of 5 pods',
  [at('02:44:02')],
  issue,
);

const question = (
  events: Candidate[],
  more: Partial<SuspectQuestion> = {},
) => ({
  lanes,
  events,
  symptom: {
    entityRef: refOf('data-processor'),
    title: 'queue lag over 5 min',
    status: 'unhealthy' as const,
    environment: 'prod-eu',
    onset: { from: ONSET, to: ONSET },
  },
  gaps: [{ source: 'launchdarkly', instance: 'main' }],
  withheld: 0,
  production: ['prod-eu'],
  ...more,
});

describe('the incident of the screens', () => {
  it('is explained by rest-api’s replicas among all decoys', () => {
    const { suspects, noChange } = rankSuspects(
      question([...CHANGES, TROUBLE]),
    );
    expect(suspects[0].event).toBe(CAUSE);
    expect(suspects[0].probability).toBeGreaterThan(0.8);
    expect(suspects[0].reasons.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Finished 3 min before data-processor became unhealthy',
        '1 hop upstream: data-processor → rest-api',
        'Removed 45 of 50 replicas',
      ]),
    );
    expect(noChange).toBeLessThan(0.2);
    const kinds = suspects.map(({ event: { kind } }) => kind);
    expect(kinds).not.toContain('autoscale');
    // What was merged and built is told with what was rolled out.
    expect(kinds).not.toContain('code');
    expect(kinds).not.toContain('pipeline');
  });

  it('is found too where rest-api’s own trouble is not seen', () => {
    expect(rankSuspects(question(CHANGES)).suspects[0].event).toBe(CAUSE);
  });

  it('would be explained by no recorded change without it', () => {
    const { suspects, noChange } = rankSuspects(
      question(CHANGES.filter(change => change !== CAUSE)),
    );
    expect(noChange).toBeGreaterThan(suspects[0].probability);
  });
});
