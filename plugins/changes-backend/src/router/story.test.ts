import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  deployment,
  eventually,
  healthIssue,
  watched,
  workload,
} from '../__testUtils__/story';

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const PAGE = '/entities/by-name/component/default/data-processor';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'the incident, on %s',
  databaseId => {
    const signals: string[] = [];
    let portal: Awaited<ReturnType<typeof startPortal>>;

    beforeAll(async () => {
      portal = await startPortal({
        knex: await databases.init(databaseId),
        onSignal: channel => signals.push(channel),
        entities: [
          component('data-processor', { dependsOn: ['rest-api'] }),
          component('rest-api', { dependsOn: ['orders-db'] }),
          component('orders-db'),
          component('storefront', { dependsOn: ['rest-api'] }),
        ],
        config: {
          changes: {
            environments: [
              { name: 'production', clusters: ['prod-eu'], production: true },
              { name: 'staging', clusters: ['stg'] },
            ],
          },
        },
      });
      const { connection } = portal;
      await connection.commit({
        ...watched(ago(5)),
        subjects: [
          workload('data-processor', ago(10), { desired: 10 }),
          workload('rest-api', ago(10), { desired: 50 }),
          workload('orders-db', ago(10)),
          workload('data-processor', ago(10), { desired: 2, ready: 1 }, 'stg'),
        ],
        observations: [
          deployment('data-processor', ago(36_000), {
            title: 'data-processor deployed v3.8.2',
          }),
          deployment('rest-api', ago(200), {
            title: 'rest-api deployed v2.14.1 and cut replicas 50 → 5',
            before: { spec: { replicas: 50 } },
            after: { spec: { replicas: 5 } },
            actor: { name: 'dana', kind: 'user' },
          }),
        ],
      });
      await connection.commit({
        subjects: [
          workload('rest-api', ago(8), { desired: 5 }),
          workload('data-processor', ago(8), {
            desired: 10,
            ready: 0,
            available: 0,
          }),
        ],
        observations: [
          healthIssue('data-processor', ago(60), {
            evidence: [{ label: 'Condition', text: 'Available=False' }],
          }),
        ],
      });
    });

    afterAll(() => portal.stop());

    it('is an open health issue on the timeline, with the lane unhealthy', async () => {
      const { body } = await eventually(
        () => portal.get(`${PAGE}/timeline`),
        answer =>
          answer.body.lanes[0].health.status === 'unhealthy' &&
          answer.body.events.length === 3,
      );
      expect(
        body.lanes.map((lane: any) => [lane.title, lane.health.status]),
      ).toEqual([
        ['data-processor', 'unhealthy'],
        ['rest-api', 'healthy'],
        ['orders-db', 'healthy'],
      ]);
      expect(
        body.events.map((event: any) => [
          event.title,
          event.status,
          event.lanes,
        ]),
      ).toEqual([
        ['data-processor is not available', 'open', [0]],
        ['rest-api deployed v2.14.1 and cut replicas 50 → 5', 'succeeded', [1]],
        ['data-processor deployed v3.8.2', 'succeeded', [0]],
      ]);
      expect(body.coverage).toContainEqual(
        expect.objectContaining({ scope: 'prod-eu/pods', state: 'live' }),
      );
      const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
      expect(sum(body.lanes[0].counts.change)).toBe(1);
      expect(sum(body.lanes[0].counts.health)).toBe(1);
      expect(sum(body.lanes[1].counts.change)).toBe(1);
    });

    it('answers an unchanged timeline with 304', async () => {
      const first = await portal.get(
        `${PAGE}/timeline?from=${ago(7200)}&to=${ago(3600)}`,
      );
      const again = await portal
        .get(`${PAGE}/timeline?from=${ago(7200)}&to=${ago(3600)}`)
        .set('if-none-match', first.headers.etag);
      expect(again.status).toBe(304);
    });

    it('is told by the health answer, production deciding', async () => {
      const { body } = await portal.get(`${PAGE}/health`);
      expect(body).toMatchObject({
        status: 'unhealthy',
        since: ago(60),
        reason: 'data-processor is not available (production)',
        environments: [
          { name: 'production', production: true, clusters: ['prod-eu'] },
          { name: 'staging', status: 'unknown' },
        ],
        issues: [
          {
            kind: 'availability',
            evidence: [{ label: 'Condition', text: 'Available=False' }],
          },
        ],
        dependencies: [
          {
            title: 'rest-api',
            health: {
              status: 'healthy',
              reason: '5 of 5 replicas are ready',
            },
          },
          { title: 'orders-db', degree: 2 },
        ],
      });
      expect(body.history[0].segments.at(-1)).toMatchObject({
        status: 'unhealthy',
      });
    });

    it('names the cut of replicas upstream as the likely cause', async () => {
      const { body } = await portal.get(`${PAGE}/suspects`);
      expect(body.symptom).toMatchObject({
        title: 'data-processor is not available',
        status: 'unhealthy',
      });
      expect(body.suspects[0]).toMatchObject({
        event: { title: 'rest-api deployed v2.14.1 and cut replicas 50 → 5' },
        lane: { degree: 1 },
      });
      expect(body.suspects[0].probability).toBeGreaterThan(0.5);
      expect(body.suspects[0].reasons.map((r: any) => r.text)).toEqual(
        expect.arrayContaining([
          'Happened 2 min before data-processor became unhealthy',
          'Removed 45 of 50 replicas',
        ]),
      );
      const total =
        body.suspects.reduce((sum: number, s: any) => sum + s.probability, 0) +
        body.others.probability +
        body.noChange;
      expect(total).toBeCloseTo(1, 10);
    });

    it('opens the change with its diff and whom it hurts', async () => {
      const { body: list } = await portal.get(
        `${PAGE}/events?type=change&limit=1`,
      );
      const [{ id }] = list.events;
      const { body } = await portal.get(`/events/${id}`);
      expect(body).toMatchObject({
        diff: [{ path: 'spec.replicas', before: 50, after: 5 }],
        before: { spec: { replicas: 50 } },
        after: { spec: { replicas: 5 } },
        environment: 'production',
        entityRefs: ['component:default/rest-api'],
      });
      expect(body.affects.map((lane: any) => lane.title).sort()).toEqual([
        'data-processor',
        'storefront',
      ]);
      const next = await portal.get(
        `${PAGE}/events?type=change&limit=1&cursor=${list.nextCursor}`,
      );
      expect(next.body.events[0].title).toBe('data-processor deployed v3.8.2');
      expect(next.body.nextCursor).toBeUndefined();
    });

    it('stands first in the explorer, with its cause', async () => {
      const { body } = await portal.get('/services');
      expect(body.services[0]).toMatchObject({
        title: 'data-processor',
        health: { status: 'unhealthy' },
        issueCount: 1,
        ready: { ready: 0, desired: 10 },
        likelyCause: { degree: 1 },
        environments: [
          { name: 'production', status: 'unhealthy' },
          { name: 'staging' },
        ],
      });
      expect(body.services.map((row: any) => row.health.status)).toEqual([
        'unhealthy',
        'unknown',
        'healthy',
        'healthy',
      ]);
      expect(body.totals).toEqual({
        unhealthy: 1,
        degraded: 0,
        unknown: 1,
        healthy: 2,
      });
      expect(body.facets.clusters).toEqual(['prod-eu', 'stg']);
      const second = await portal.get('/services?limit=1');
      const third = await portal.get(
        `/services?limit=1&cursor=${second.body.nextCursor}`,
      );
      expect(third.body.services[0].title).toBe('storefront');
    });

    it('keeps a verdict, and the next one beside it', async () => {
      const { body: list } = await portal.get(
        `${PAGE}/events?type=change&limit=1`,
      );
      const { body: issues } = await portal.get(`${PAGE}/events?type=health`);
      const [{ id }] = list.events;
      for (const verdict of ['not-cause', 'cause']) {
        const { status } = await portal.put(`/events/${id}/verdict`, {
          symptom: issues.events[0].id,
          verdict,
        });
        expect(status).toBe(204);
      }
      const { body } = await portal.get(`/events/${id}`);
      expect(body.verdicts).toMatchObject([
        { verdict: 'not-cause', by: 'user:default/mock' },
        { verdict: 'cause', symptom: issues.events[0].id },
      ]);
    });

    it('nudges the pages that it concerns, without a word', async () => {
      const { body } = await portal.get(`${PAGE}/timeline`);
      const other = await portal.get(
        '/entities/by-name/component/default/orders-db/timeline',
      );
      expect(body.channel).not.toBe(other.body.channel);
      signals.length = 0;
      await portal.post('/events', { title: 'x', entityRefs: ['rest-api'] });
      await eventually(
        async () => signals,
        seen => seen.includes(body.channel),
      );
      expect(signals).not.toContain(other.body.channel);
    });

    it('is resolved when the facts say so', async () => {
      await portal.connection.commit({
        subjects: [workload('data-processor', ago(0), { desired: 10 })],
        observations: [
          healthIssue('data-processor', ago(60), {
            observedAt: ago(0),
            end: { at: ago(0), status: 'resolved' },
          }),
        ],
      });
      const { body } = await eventually(
        () => portal.get(`${PAGE}/events?type=health`),
        answer => answer.body.events[0].status === 'resolved',
      );
      expect(body.events).toMatchObject([
        { status: 'resolved', startedAt: ago(60), endedAt: ago(0) },
      ]);
      const health = await portal.get(`${PAGE}/health`);
      expect(health.body).toMatchObject({
        status: 'healthy',
        reason: '10 of 10 replicas are ready',
      });
      const then = await portal.get(`${PAGE}/health?at=${ago(30)}`);
      expect(then.body).toMatchObject({
        status: 'unhealthy',
        reason: 'data-processor is not available (production)',
      });
    });
  },
);
