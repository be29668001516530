import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  Observation,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import { timelineAnswer } from '@ripplehq/backstage-plugin-changes-common/schema';
import { startPortal } from '../__testUtils__/portal';
import {
  component,
  deployment,
  deploymentOf,
  eventually,
  watched,
  workload,
} from '../__testUtils__/story';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const MINUTE_MS = 60_000;
const CHANGES = 40;
const ALERTS = 20;

describe.each(databases.eachSupportedId())('timeline on %s', databaseId => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const now = Date.now();
  const ago = (minutes: number) =>
    new Date(now - minutes * MINUTE_MS).toISOString();

  // Two workloads of one service; every fourth change is of both, and some are of the same moment.
  const both = [deploymentOf('rest-api'), deploymentOf('rest-api', 'prod-us')];
  const changes = Array.from({ length: CHANGES }, (_, i) =>
    deployment('rest-api', ago(20 + Math.floor(i / 3) * 60), {
      key: `change-${i}`,
      kind: i % 2 === 0 ? 'deployment' : 'config',
      subjects: i % 4 === 0 ? both : [both[i % 2]],
    }),
  );
  const alerts = Array.from({ length: ALERTS }, (_, i): Observation => {
    const start = ago(30 + i * 65);
    return {
      ...deployment('rest-api', start),
      type: 'alert',
      kind: 'latency',
      key: `alert-${i}`,
      title: `alert ${i}`,
      end: { at: ago(25 + i * 65), status: 'resolved' },
    };
  });

  const ask = async (query: Record<string, string>) => {
    const { body, status } = await portal.get(
      `/entities/by-name/component/default/rest-api/timeline?${new URLSearchParams(
        { from: ago(23 * 60), to: ago(0), ...query },
      )}`,
    );
    expect(status).toBe(200);
    return timelineAnswer.parse(body) as Timeline;
  };
  const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);

  beforeAll(async () => {
    portal = await startPortal({
      entities: [component('rest-api')],
      knex: await databases.init(databaseId),
    });
    await portal.connection.commit({
      ...watched(ago(1)),
      subjects: [
        workload('rest-api', ago(60)),
        workload('rest-api', ago(60), {}, 'prod-us'),
      ],
      observations: [
        ...changes,
        ...alerts,
        deployment('rest-api', ago(15), {
          key: 'run',
          kind: 'autoscale',
          title: 'rest-api autoscaled 4 → 6 → 8',
          rollout: {
            before: 4,
            max: 8,
            steps: [6, 8].map((desired, i) => ({
              at: ago(15 - i),
              desired,
              ready: 4,
              updated: 4,
            })),
          },
        }),
      ],
    });
    await eventually(
      () => ask({}),
      ({ events }) => events.length > 0,
    );
  });

  afterAll(() => portal.stop());

  it.each(['1', '4', '9'])(
    'counts all and shows every alert, though only %s events of a lane are read',
    async perLane => {
      const whole = await ask({});
      const cut = await ask({ perLane });
      expect(whole.lanes[0].complete).toBe(true);
      expect(cut.lanes[0].complete).toBe(false);
      expect(cut.events).toHaveLength(Number(perLane));
      expect(cut.lanes[0].counts).toEqual(whole.lanes[0].counts);
      expect(sum(whole.lanes[0].counts.change)).toBe(CHANGES + 1);
      const alertsOf = ({ events, intervals }: Timeline) =>
        [...events, ...intervals]
          .filter(({ type }) => type === 'alert')
          .map(({ id }) => id);
      expect(alertsOf(cut)).toHaveLength(ALERTS);
      expect(new Set(alertsOf(cut))).toEqual(new Set(alertsOf(whole)));
    },
  );

  it.each([
    ['kind', 'config'],
    ['type', 'alert'],
  ])(
    'counts what a filter by %s lets through, however much is read',
    async (field, value) => {
      const { lanes } = await ask({ [field]: value });
      const cut = await ask({ [field]: value, perLane: '2' });
      expect(cut.lanes[0].counts).toEqual(lanes[0].counts);
      const { change, alert } = lanes[0].counts;
      expect(sum([...change, ...alert])).toBe(20);
    },
  );

  it('tells the replicas of a run of autoscaling', async () => {
    const { events } = await ask({ kind: 'autoscale' });
    expect(events).toMatchObject([
      {
        kind: 'autoscale',
        replicas: {
          before: 4,
          max: 8,
          steps: [
            { at: ago(15), value: 6 },
            { at: ago(14), value: 8 },
          ],
        },
      },
    ]);
  });

  it('tells by which scopes a lane is observed', async () => {
    const { lanes, coverage } = await ask({});
    expect(lanes[0].coverage.map(index => coverage[index].scope)).toEqual([
      'prod-eu/deployments.apps',
    ]);
  });
});
