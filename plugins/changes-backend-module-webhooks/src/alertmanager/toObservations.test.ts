import { InputError } from '@backstage/errors';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import fc from 'fast-check';
import { fuzz } from '../__testUtils__/fuzz';
import { toObservations } from './toObservations';

/*
 * Bodies in the shape of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, written for this project.
 */

const RECEIVED_AT = '2026-11-19T04:00:00.000Z';
const FIRING = '0001-01-01T00:00:00Z';
const MAIN = {
  system: 'alertmanager',
  instance: 'prod-eu',
  cluster: 'prod-eu',
} as const;

function alert(startsAt: string, endsAt = FIRING, overrides: object = {}) {
  return {
    status: endsAt === FIRING ? 'firing' : 'resolved',
    labels: {
      alertname: 'OrdersBacklog',
      severity: 'critical',
      service: 'data-processor',
    },
    annotations: {
      summary: 'Orders are processed too slowly',
      description: '5,312 orders wait',
      runbook_url: 'https://wiki.acme.example/orders-backlog',
    },
    startsAt,
    endsAt,
    generatorURL: 'http://prometheus.acme.example:9090/graph?g0.expr=orders',
    fingerprint: 'f404ecabc8dd5cd7',
    ...overrides,
  };
}

const notification = (...alerts: unknown[]) => ({
  version: '4',
  groupKey: '{}:{alertname="OrdersBacklog"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'ripple',
  groupLabels: { alertname: 'OrdersBacklog' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager.acme.example:9093',
  alerts,
});

/** What all of the notifications say together. */
function told(bodies: readonly unknown[]): Observation[] {
  const entries = new Map<string, Map<string, SourceState>>();
  const observations = new Map<string, Observation[]>();
  for (const body of bodies) {
    const { histories = [] } = toObservations(body, RECEIVED_AT, MAIN);
    for (const { of, entry, toObservations: understand } of histories) {
      const known = entries.get(of) ?? new Map<string, SourceState>();
      entries.set(of, known.set(entry.id, entry));
      observations.set(of, understand([...known.values()]));
    }
  }
  return [...observations.keys()]
    .sort()
    .flatMap(of => observations.get(of) ?? []);
}

const FIRST = '2026-11-19T02:41:08.432911368Z';
const FIRST_END = '2026-11-19T03:05:00Z';
const SECOND = '2026-11-19T03:20:00Z';
const SECOND_END = '2026-11-19T03:40:00Z';

describe("Alertmanager's alerts", () => {
  it('fire from their start on', () => {
    expect(told([notification(alert(FIRST))])).toEqual([
      expect.objectContaining({
        type: 'alert',
        key: 'f404ecabc8dd5cd7/2026-11-19T02:41:08.432Z',
        title: 'Orders are processed too slowly',
        severity: 'critical',
        status: 'open',
        start: '2026-11-19T02:41:08.432Z',
        subjects: ['alertmanager:prod-eu/data-processor'],
        links: [
          {
            title: 'Prometheus',
            url: 'http://prometheus.acme.example:9090/graph?g0.expr=orders',
          },
          {
            title: 'Runbook',
            url: 'https://wiki.acme.example/orders-backlog',
          },
        ],
        evidence: [
          { label: 'Alert', text: 'OrdersBacklog' },
          { label: 'description', text: '5,312 orders wait' },
          { label: 'severity', text: 'critical' },
          { label: 'service', text: 'data-processor' },
        ],
      }),
    ]);
  });

  it('end when they are resolved, whatever the status of their group', () => {
    const other = alert(FIRST, FIRING, { fingerprint: 'f0' });
    const [, ended] = told([notification(other, alert(FIRST, FIRST_END))]);
    expect(ended).toMatchObject({
      end: { at: '2026-11-19T03:05:00.000Z', status: 'resolved' },
    });
  });

  it('are two when they fire twice', () => {
    expect(
      told([
        notification(alert(FIRST, FIRST_END)),
        notification(alert(SECOND)),
      ]),
    ).toMatchObject([
      { start: '2026-11-19T02:41:08.432Z', end: { status: 'resolved' } },
      { start: '2026-11-19T03:20:00.000Z', status: 'open' },
    ]);
  });

  it('are remembered for the newest hundred times that they fired', () => {
    const at = (minute: number) =>
      new Date(Date.UTC(2026, 10, 18) + minute * 60_000).toISOString();
    const histories = Array.from({ length: 150 }, (_, minute) => {
      const body = notification(alert(at(minute), at(minute + 0.5)));
      return toObservations(body, RECEIVED_AT, MAIN).histories![0];
    });
    const entries = histories.map(({ entry }) => entry);
    expect(histories[0].forget?.(entries)).toEqual(
      entries.slice(0, 50).map(({ id }) => id),
    );
    expect(histories[0].forget?.(entries.slice(50))).toEqual([]);
  });

  it('end at the latest when they fire anew, if word of the end was lost', () => {
    expect(
      told([notification(alert(FIRST)), notification(alert(SECOND))])[0].end,
    ).toEqual({ at: '2026-11-19T03:20:00.000Z', status: 'resolved' });
  });

  it('of two Prometheus servers that differ by moments end together', () => {
    const later = '2026-11-19T02:41:09Z';
    const alerts = told([
      notification(alert(later)),
      notification(alert(FIRST)),
      notification(alert(FIRST, FIRST_END)),
    ]);
    expect(alerts.every(({ end }) => end !== undefined)).toBe(true);
  });

  it('say the same in any order and number', () => {
    const story = [
      notification(alert(FIRST)),
      notification(alert(FIRST), alert(FIRST, FIRING, { fingerprint: 'f0' })),
      notification(alert(FIRST, FIRST_END)),
      notification(alert(SECOND)),
      notification(alert(SECOND, SECOND_END)),
    ];
    const whole = told(story);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story, ...story], { minLength: 10 }),
        shuffled => {
          expect(told(shuffled)).toEqual(whole);
        },
      ),
    );
  });

  it.each<[object, string]>([
    [
      { namespace: 'shop', deployment: 'rest-api', service: 'ksm' },
      'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
    ],
    [
      { namespace: 'shop', pod: 'rest-api-7d4b9c6f5d-x2x8k', cluster: 'us' },
      'kubernetes:us/shop/Deployment.apps/rest-api',
    ],
    [
      { namespace: 'shop', statefulset: 'orders-db', pod: 'orders-db-0' },
      'kubernetes:prod-eu/shop/StatefulSet.apps/orders-db',
    ],
    [
      { namespace: 'shop', pod: 'orders-db-0', job: 'ksm' },
      'alertmanager:prod-eu/ksm',
    ],
    [{ node: 'ip-10-3-41-7' }, 'kubernetes:prod-eu/_/Node/ip-10-3-41-7'],
    [{ app: 'rest-api', job: 'pods' }, 'alertmanager:prod-eu/rest-api'],
    [{ alertname: 'Ünder/way' }, 'alertmanager:prod-eu/%C3%9Cnder%2Fway'],
    [{}, 'alertmanager:prod-eu/alert'],
  ])('with the labels %j are about %s', (labels, subject) => {
    const [one] = told([notification(alert(FIRST, FIRING, { labels }))]);
    expect(one.subjects).toEqual([subject]);
  });

  it('are told apart by their labels where no fingerprint is', () => {
    const of = (labels: object) =>
      alert(FIRST, FIRING, { fingerprint: undefined, labels });
    expect(
      told([notification(of({ a: '1' }), of({ a: '2' }), of({ a: '1' }))]),
    ).toHaveLength(2);
  });

  it('show by the Watchdog that alerting works, and nothing else', () => {
    const watchdog = alert(FIRST, FIRING, {
      labels: { alertname: 'Watchdog', severity: 'none' },
    });
    expect(told([notification(watchdog)])).toEqual([]);
  });

  it('lose nothing else by an odd part', () => {
    const odd = {
      status: 'pending',
      labels: { alertname: 'Odd', severity: 7, service: ['a'] },
      annotations: null,
      startsAt: 'now',
      generatorURL: '',
      fingerprint: {},
    };
    expect(told([notification(odd)])).toEqual([
      expect.objectContaining({
        title: 'Odd',
        severity: 'unknown',
        start: RECEIVED_AT,
        links: [],
      }),
    ]);
  });

  it.each([
    ['{', 'The body is no JSON'],
    [null, 'body: '],
    [{ message: 'hello' }, 'alerts: '],
    [notification('odd'), 'alerts.0: '],
  ])('are refused with a reason: %j', (body, reason) => {
    const read = () => toObservations(body, RECEIVED_AT, MAIN);
    expect(read).toThrow(InputError);
    expect(read).toThrow(reason);
  });

  it('are read or refused, whatever is in them', () => {
    const bodies = [
      notification(alert(FIRST), alert(FIRST, FIRST_END)),
      notification(
        alert(FIRST, FIRING, {
          labels: { namespace: 'shop', deployment: 'rest-api', cluster: 'eu' },
        }),
      ),
    ];
    const read = (body: unknown) => toObservations(body, RECEIVED_AT, MAIN);
    expect(fuzz(bodies, read)).toBeGreaterThan(0);
  });
});
