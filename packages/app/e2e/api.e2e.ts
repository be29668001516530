import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  ChangeEvent,
  CodeAnswer,
  CreatedEvents,
  EntityHealth,
  EventDetail,
  EventPage,
  Sources,
  Suspects,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import { World } from './world/World.ts';
import { eventually } from './world/eventually.ts';

const START_TIMEOUT_MS = 180_000;
const DATA_PROCESSOR = 'component:default/data-processor';
const REST_API = 'component:default/rest-api';
const AUTH_SERVICE = 'component:default/auth-service';
const DAY_MS = 86_400_000;

describe('the story of the recorded cluster', () => {
  let world: World;
  const ask = () => world.portal.guest;
  const eventsOf = async (ref: string): Promise<ChangeEvent[]> => {
    const { events } = await ask().entity<EventPage>(ref, 'events', {
      degree: 0,
      from: new Date(Date.now() - 4 * DAY_MS).toISOString(),
    });
    return events;
  };
  const find = (ref: string, kind: string, title: RegExp) =>
    eventually(`${ref} has a ${kind} that says ${title}`, async () =>
      (await eventsOf(ref)).find(
        event => event.kind === kind && title.test(event.title),
      ),
    );
  const minutesAgo = ({ startedAt }: ChangeEvent) =>
    (Date.now() - Date.parse(startedAt)) / 60_000;

  before(async () => {
    world = await World.start({
      signal: AbortSignal.timeout(START_TIMEOUT_MS),
    });
    await world.cluster.play();
    await find(DATA_PROCESSOR, 'autoscale', /10/);
    await eventually('the dependencies are known', async () => {
      const { lanes } = await ask().entity<Timeline>(
        DATA_PROCESSOR,
        'timeline',
      );
      return lanes.some(({ entityRef }) => entityRef === AUTH_SERVICE);
    });
  });
  after(() => world?.stop());

  it('names the cluster as observed', async () => {
    const { sources } = await ask().get<Sources>('/sources');
    const cluster = sources.find(({ instance }) => instance === 'prod-eu');
    assert.equal(cluster?.state, 'live');
  });

  it('tells of the deployment that cut the replicas', async () => {
    const event = await find(REST_API, 'deployment', /v2\.14\.1/);
    assert.match(event.title, /50 → 5/);
    assert.equal(event.status, 'succeeded');
    assert.equal(event.actor?.name, 'kubectl-client-side-apply');
    assert.ok(Math.abs(minutesAgo(event) - 31) < 3, event.startedAt);
    const { diff } = await ask().get<EventDetail>(`/events/${event.id}`);
    assert.deepEqual(
      diff.find(({ path }) => path === 'spec.replicas'),
      { path: 'spec.replicas', before: 50, after: 5 },
    );
    const code = await ask().get<CodeAnswer>(`/events/${event.id}/code`);
    assert.equal(code.state, 'found');
    assert.match(
      code.comparison.commits.map(({ title }) => title).join('\n'),
      /Smaller replicas for the load test/,
    );
  });

  it('finds the deployment before it in what the ReplicaSets remember', async () => {
    const event = await find(REST_API, 'deployment', /v2\.14\.0/);
    assert.equal(event.reconstructed, true);
    assert.ok(minutesAgo(event) > 900, event.startedAt);
  });

  it('tells the rest of the story, each once', async () => {
    const payments = 'component:default/payments-gw';
    const failed = await find(payments, 'deployment', /v5\.2\.0/);
    assert.equal(failed.status, 'failed');
    await find(payments, 'rollback', /v5\.1\.3/);
    await find('resource:default/events-queue', 'restart', /restart/i);
    await find(AUTH_SERVICE, 'deployment', /v1\.18\.3/);
    await find(DATA_PROCESSOR, 'deployment', /v3\.8\.0/);
    const config = await find(DATA_PROCESSOR, 'config', /CACHE_TTL/);
    assert.equal(config.actor?.name, 'kubectl-edit');
    await find('component:default/report-exporter', 'deployment', /delete/i);
    const told = (await eventsOf(DATA_PROCESSOR)).filter(
      ({ type, reconstructed }) => type === 'change' && !reconstructed,
    );
    assert.deepEqual(told.map(({ kind }) => kind).sort(), [
      'autoscale',
      'config',
      'deployment',
    ]);
  });

  it('shows what is upstream on one timeline', async () => {
    const timeline = await ask().entity<Timeline>(DATA_PROCESSOR, 'timeline');
    assert.deepEqual(
      timeline.lanes.slice(0, 2).map(lane => [lane.entityRef, lane.degree]),
      [
        [DATA_PROCESSOR, 0],
        [REST_API, 1],
      ],
    );
    const auth = timeline.lanes.find(
      ({ entityRef }) => entityRef === AUTH_SERVICE,
    );
    assert.deepEqual(auth?.path, [DATA_PROCESSOR, REST_API, AUTH_SERVICE]);
  });

  it('suspects the deployment when an alert comes', async () => {
    const { results } = await world.portal.tool.post<CreatedEvents>('/events', [
      {
        type: 'alert',
        kind: 'lag',
        title: 'Orders wait longer than 10 minutes',
        severity: 'critical',
        entityRefs: [DATA_PROCESSOR],
        key: 'orders-wait',
        startedAt: new Date(Date.now() - 27 * 60_000).toISOString(),
      },
    ]);
    assert.equal(results[0].error, undefined);
    const health = await eventually('it is unhealthy', async () => {
      const answer = await ask().entity<EntityHealth>(DATA_PROCESSOR, 'health');
      return answer.status === 'unhealthy' && answer;
    });
    assert.deepEqual(
      health.alerts.map(({ title }) => title),
      ['Orders wait longer than 10 minutes'],
    );
    const suspects = await eventually('somebody is suspected', async () => {
      const answer = await ask().entity<Suspects>(DATA_PROCESSOR, 'suspects');
      return answer.suspects.length > 0 && answer.suspects;
    });
    assert.match(suspects[0].event.title, /50 → 5/);
    assert.equal(suspects[0].lane.entityRef, REST_API);
    assert.ok(suspects[0].reasons.length > 0);
  });

  it('has only read', () => {
    assert.equal(world.cluster.writes, 0);
    assert.deepEqual(
      world.github.requests.filter(request => !request.startsWith('GET ')),
      [],
    );
  });
});
