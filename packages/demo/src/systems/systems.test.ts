import { createHmac } from 'node:crypto';
import { type Message, Outbox, PagerDuty, Tool } from './index.ts';

const PORTAL = 'http://127.0.0.1:7007';
const NOW = Date.parse('2026-11-19T01:46:07Z');

/** A portal that takes what comes, or answers with the statuses that a test wants. */
class TestPortal {
  readonly taken: (Message & { status: number })[] = [];
  readonly waits: number[] = [];
  readonly #statuses: (number | 'away')[];

  constructor(...statuses: (number | 'away')[]) {
    this.#statuses = statuses;
  }

  readonly post = {
    fetch: (async (url: string, request: RequestInit) => {
      const status = this.#statuses.shift() ?? 200;
      if (status === 'away') throw new TypeError('fetch failed');
      this.taken.push({
        url,
        body: String(request.body),
        headers: request.headers as Record<string, string>,
        status,
      });
      return new Response('what is wrong', { status });
    }) as typeof fetch,
    wait: async (ms: number) => void this.waits.push(ms),
  };

  get bodies() {
    return this.taken.map(({ body }) => JSON.parse(body));
  }
}

function outboxTo(portal: TestPortal, refusals: string[] = []) {
  return Outbox.create({
    post: portal.post,
    onRefused: problem => refusals.push(problem),
  });
}

const message = (text: string) => ({
  url: `${PORTAL}/api/changes/events`,
  body: text,
  headers: {},
});

describe('Outbox', () => {
  it('keeps the order while the portal is away and while it is busy', async () => {
    const portal = new TestPortal('away', 'away', 503, 200, 429);
    const outbox = outboxTo(portal);
    ['1', '2', '3'].forEach(text => outbox.send(message(text)));
    await outbox.sent();
    const done = portal.taken.filter(({ status }) => status === 200);
    expect(done.map(({ body }) => body)).toEqual(['1', '2', '3']);
    expect(portal.waits).toEqual([500, 1000, 2000, 500]);
  });

  it('passes over what the portal will never take, and says so', async () => {
    const portal = new TestPortal(401);
    const refusals: string[] = [];
    const outbox = outboxTo(portal, refusals);
    ['1', '2'].forEach(text => outbox.send(message(text)));
    await outbox.sent();
    expect(portal.taken.map(({ body }) => body)).toEqual(['1', '2']);
    expect(refusals).toEqual([
      '/api/changes/events answered 401: what is wrong',
    ]);
  });

  it('forgets the oldest of too many', async () => {
    const portal = new TestPortal();
    const outbox = outboxTo(portal);
    for (let i = 0; i < 510; i++) outbox.send(message(String(i)));
    await outbox.sent();
    expect(outbox.forgotten).toBe(10);
    expect(portal.taken.at(-1)?.body).toBe('509');
  });
});

describe('PagerDuty', () => {
  it('tells of one incident from trigger to resolve, each time signed', async () => {
    const portal = new TestPortal();
    const outbox = outboxTo(portal);
    let now = NOW;
    const pagerduty = PagerDuty.create({
      outbox,
      url: `${PORTAL}/api/changes/webhooks/pagerduty/main`,
      secret: 'of the subscription',
      random: () => 0.5,
      now: () => now,
    });
    const triggered = pagerduty.trigger({
      serviceId: 'PDPROC1',
      serviceName: 'data-processor',
      title: 'Queue lag > 5 min',
    });
    now += 3 * 60_000;
    const acknowledged = pagerduty.acknowledge(triggered, 'Ines Okafor');
    now += 10 * 60_000;
    pagerduty.resolve(acknowledged, 'Ines Okafor');
    await outbox.sent();

    expect(portal.bodies.map(({ event }) => event)).toMatchObject([
      {
        event_type: 'incident.triggered',
        occurred_at: '2026-11-19T01:46:07.000Z',
        agent: { type: 'service_reference' },
        data: {
          id: triggered.id,
          status: 'triggered',
          created_at: '2026-11-19T01:46:07.000Z',
          urgency: 'high',
          service: { id: 'PDPROC1', summary: 'data-processor' },
        },
      },
      {
        event_type: 'incident.acknowledged',
        agent: { summary: 'Ines Okafor', type: 'user_reference' },
        data: { id: triggered.id, status: 'acknowledged' },
      },
      {
        event_type: 'incident.resolved',
        occurred_at: '2026-11-19T01:59:07.000Z',
        data: {
          id: triggered.id,
          status: 'resolved',
          created_at: '2026-11-19T01:46:07.000Z',
        },
      },
    ]);
    for (const { body, headers, url } of portal.taken) {
      const signature = createHmac('sha256', 'of the subscription')
        .update(body)
        .digest('hex');
      expect(headers['X-PagerDuty-Signature']).toBe(`v1=${signature}`);
      expect(url).toBe(`${PORTAL}/api/changes/webhooks/pagerduty/main`);
    }
  });
});

describe('Tool', () => {
  it('tells start and finish of one event, with its token', async () => {
    const portal = new TestPortal();
    const outbox = outboxTo(portal);
    const flyway = Tool.create({
      outbox,
      portalUrl: PORTAL,
      token: 'of-flyway',
      now: () => NOW,
    });
    const migration = {
      key: '0142',
      title: 'orders-db: migration 0142_add_index_orders_created',
      kind: 'migration',
      entityRefs: ['resource:default/orders-db'],
    };
    flyway.tell({ ...migration, status: 'in-progress' });
    flyway.tell({
      ...migration,
      status: 'succeeded',
      startedAt: NOW,
      endedAt: NOW + 60_000,
    });
    await outbox.sent();
    expect(portal.taken[0]).toMatchObject({
      url: `${PORTAL}/api/changes/events`,
      headers: { authorization: 'Bearer of-flyway' },
    });
    expect(portal.bodies).toEqual([
      {
        ...migration,
        status: 'in-progress',
        startedAt: '2026-11-19T01:46:07.000Z',
      },
      {
        ...migration,
        status: 'succeeded',
        startedAt: '2026-11-19T01:46:07.000Z',
        endedAt: '2026-11-19T01:47:07.000Z',
      },
    ]);
  });
});
