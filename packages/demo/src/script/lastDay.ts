import { accountOf, RENOVATE } from './accounts.ts';
import { inChangelog } from './codeChanges.ts';
import {
  BUMP_UNDICI,
  CACHE_FOR_TWO_MINUTES,
  LIST_ORDERS_BY_CUSTOMER,
} from './restApiFiles.ts';
import { type Stage, refOf, ship } from './Stage.ts';
import { HOUR_MS, MINUTE_MS, span } from './time.ts';
import { ARGO, KUBECTL, KUBECTL_EDIT } from './writers.ts';

const FAILED_ROLLOUT_MS = 10 * MINUTE_MS;
/** Pods of a new version are created within some seconds, and each is found before it has started. */
const SPOILING_EVERY_MS = 250;
const SPOILING_MS = 15_000;

/** Outside of the incidents, whose versions are those of the story; everyday life leaves them alone meanwhile. */
export const SHIPPED_IN_LAST_DAY = ['storefront-bff', 'cart-api'] as const;

/**
 * The day before the incident: what is innocent. Times are hours and minutes before data-processor became unhealthy.
 * @param onset - in epoch milliseconds
 */
export function lastDay(stage: Stage, onset: number): void {
  dataProcessor(stage, onset);
  restApi(stage, onset);
  whatTheyNeed(stage, onset);
  network(stage, onset);
  storefront(stage, onset);
}

function dataProcessor(stage: Stage, onset: number): void {
  const { clock, fleet, pagerduty, tools } = stage;
  const at = (time: string) => onset + span(time);
  const place = { service: 'data-processor', cluster: 'prod-eu' };
  ship(stage, { ...place, version: 'v3.8.2', at: at('-10:15') });
  clock.at(at('-8:26'), () => {
    const incident = pagerduty.trigger({
      serviceId: 'PDPROC1',
      serviceName: 'data-processor',
      title: 'Queue lag > 2 min',
      urgency: 'low',
    });
    clock.at(
      at('-8:12'),
      () => void pagerduty.resolve(incident, 'Ines Okafor'),
    );
  });
  clock.at(at('-6:41'), () => {
    stage.moments.edited = clock.now();
    fleet.configure(place, { BATCH_SIZE: '250' }, KUBECTL_EDIT);
  });
  clock.at(at('-4:36'), () =>
    tools['feature-flags'].tell({
      key: 'batch-v2/50',
      title: 'batch-v2: 25 % → 50 %',
      kind: 'flag',
      entityRefs: [refOf(stage, 'data-processor')],
      actor: { name: 'Lea Brandt', kind: 'user' },
      diff: [{ path: 'rollout.percent', before: 25, after: 50 }],
    }),
  );
  // The autoscaler follows the orders of the day.
  for (const [time, total] of [
    ['-8:48', 400],
    ['-7:14', 330],
    ['-5:42', 250],
  ] as const) {
    clock.at(at(time), () => fleet.use(place, { total }));
  }
}

function restApi(stage: Stage, onset: number): void {
  const { clock, code, fleet, world } = stage;
  const at = (time: string) => onset + span(time);
  const place = { service: 'rest-api', cluster: 'prod-eu' };
  const [dana, marek, tomasz] = [
    'Dana Whitfield',
    'Marek Dvořák',
    'Tomasz Lis',
  ].map(name => accountOf(world, name));
  ship(stage, {
    ...place,
    version: 'v2.14.0',
    at: at('-16:26'),
    merge: () =>
      code.merge('rest-api', {
        number: 1819,
        title: 'List orders by customer',
        body: 'The customer page asks for them one by one today.',
        author: marek,
        reviewer: tomasz,
        labels: ['feature'],
        files: {
          ...LIST_ORDERS_BY_CUSTOMER,
          ...inChangelog('v2.14.0', 'Orders can be listed by customer'),
        },
      }),
  });
  clock.at(at('-15:14'), () =>
    fleet.configure(
      place,
      { ROUTES: 'orders,customers,returns', TIMEOUT_MS: '4000' },
      ARGO,
    ),
  );
  clock.at(at('-13:20'), () => {
    code.merge('rest-api', {
      number: 1828,
      title: 'Bump undici from 6.21.1 to 6.21.2',
      body: 'This PR contains the following updates:\n\n| Package | Change |\n| --- | --- |\n| undici | `6.21.1` -> `6.21.2` |\n',
      author: RENOVATE,
      labels: ['dependencies'],
      files: BUMP_UNDICI,
    });
    code.release('rest-api', 'v2.14.1-rc1', { isPrerelease: true });
  });
  clock.at(at('-12:58'), () => {
    fleet.deploy(place, { version: 'v2.14.1-rc1' });
    const endSpoiling = clock.every(SPOILING_EVERY_MS, () =>
      fleet.misbehave(place, 'no-pull'),
    );
    clock.after(SPOILING_MS, endSpoiling);
    clock.after(FAILED_ROLLOUT_MS, () => fleet.rollBack(place));
  });
  clock.at(at('-4:32'), () => {
    code.merge('rest-api', {
      number: 1830,
      title: 'Cache order lookups for two minutes',
      body: 'Five minutes showed customers an old state of their order. Entries that ran out are dropped, too.\n\nCORE-2274',
      author: tomasz,
      reviewer: dana,
      labels: ['cache'],
      files: {
        ...CACHE_FOR_TWO_MINUTES,
        ...inChangelog('v2.14.1', 'Order lookups are cached for two minutes'),
      },
    });
  });
}

function whatTheyNeed(stage: Stage, onset: number): void {
  const { clock, fleet, tools } = stage;
  const at = (time: string) => onset + span(time);
  const queue = { service: 'events-queue', cluster: 'prod-eu' };
  clock.at(at('-11:36'), () =>
    fleet.configure(queue, { RETENTION_DAYS: '5' }, ARGO),
  );
  clock.at(at('-7:24'), () =>
    fleet.configure(queue, { PARTITIONS: '36' }, ARGO),
  );

  clock.at(at('-5:31'), () =>
    tools.aws.tell({
      key: 'rds/orders-db/work_mem/32',
      title: 'RDS parameter group of orders-db: work_mem 16 → 32 MB',
      kind: 'infrastructure',
      entityRefs: [refOf(stage, 'orders-db')],
      actor: { name: 'Marek Dvořák', kind: 'user' },
      diff: [{ path: 'parameters.work_mem', before: '16 MB', after: '32 MB' }],
    }),
  );
  migration(stage, {
    name: '0142_add_index_orders_created',
    from: at('-3:16'),
    to: at('-3:05'),
  });

  const auth = { service: 'auth-service', cluster: 'prod-eu' };
  ship(stage, { ...auth, version: 'v5.2.0', at: at('-17:06') });
  clock.at(at('-8:43'), () =>
    tools['feature-flags'].tell({
      key: 'passkeys/10',
      title: 'passkeys: off → 10 %',
      kind: 'flag',
      entityRefs: [refOf(stage, 'auth-service')],
      actor: { name: 'Olu Adeyemi', kind: 'user' },
      diff: [{ path: 'rollout.percent', before: 0, after: 10 }],
    }),
  );
  // Slowly: it ends 47 minutes before the onset.
  ship(stage, {
    ...auth,
    version: 'v5.2.1',
    at: at('-0:51'),
    leadMs: 90 * MINUTE_MS,
  });
  clock.at(at('-4:16'), () =>
    fleet.scale({ service: 'sessions-redis', cluster: 'prod-eu' }, 5, KUBECTL),
  );

  const payments = { service: 'payments-gw', cluster: 'prod-eu' };
  ship(stage, { ...payments, version: 'v9.0.4', at: at('-9:36') });
  clock.at(at('-5:06'), () =>
    tools['feature-flags'].tell({
      key: 'eu-split/100',
      title: 'eu-split: 50 % → 100 %',
      kind: 'flag',
      entityRefs: [refOf(stage, 'payments-gw')],
      actor: { name: 'Sofia Marin', kind: 'user' },
      diff: [{ path: 'rollout.percent', before: 50, after: 100 }],
    }),
  );
  // Still under way when the world reaches the present.
  ship(stage, {
    ...payments,
    version: 'v9.0.5',
    at: at('0:19:30'),
    leadMs: 5 * HOUR_MS,
  });
  ship(stage, {
    service: 'fraud-check',
    version: 'v4.1.0',
    at: at('-6:02'),
  });
}

function network(stage: Stage, onset: number): void {
  const { clock, tools } = stage;
  const at = (time: string) => onset + span(time);
  const entityRefs = [refOf(stage, 'vpc-eu-central')];
  clock.at(at('-8:04'), () =>
    tools.aws.tell({
      key: 'sg-0a1f/ingress/8443',
      title: 'Security group sg-0a1f: 1 inbound rule added',
      kind: 'network',
      entityRefs,
      actor: { name: 'h.lindqvist', kind: 'user' },
      diff: [{ path: 'ingress[8443]', after: '10.3.0.0/16' }],
      details: { How: 'In the console; no commit' },
    }),
  );
  clock.at(at('-0:25'), () =>
    tools.aws.tell({
      key: 'rtb-77/10.9.0.0',
      title: 'Route table rtb-77: 1 route changed',
      kind: 'network',
      entityRefs,
      actor: { name: 'terraform', kind: 'bot' },
      diff: [
        { path: 'routes[10.9.0.0/16]', before: 'pcx-0b2e', after: 'tgw-41c0' },
      ],
    }),
  );
  thirdParty(stage, {
    service: 'stripe',
    title: 'Stripe: elevated API latency',
    from: at('-7:41'),
    to: at('-6:58'),
  });
  thirdParty(stage, {
    service: 'sendgrid',
    title: 'SendGrid: delayed delivery to one provider',
    from: at('-10:05'),
    to: at('-9:10'),
  });
}

function storefront(stage: Stage, onset: number): void {
  const { clock, fleet, tools } = stage;
  const at = (time: string) => onset + span(time);
  ship(stage, {
    service: 'storefront-bff',
    version: 'v31.2.0',
    at: at('-5:15'),
  });
  ship(stage, { service: 'pricing', version: 'v41.2.0', at: at('-8:10') });
  ship(stage, { service: 'cart-api', version: 'v12.7.1', at: at('-11:20') });
  ship(stage, { service: 'cart-api', version: 'v12.8.0', at: at('-6:20') });
  clock.at(at('-6:02'), () =>
    fleet.rollBack({ service: 'cart-api', cluster: 'prod-eu' }),
  );
  clock.at(at('-7:10'), () =>
    fleet.scale({ service: 'event-replayer', cluster: 'prod-eu' }, 4, KUBECTL),
  );
  clock.at(at('-4:20'), () =>
    tools['feature-flags'].tell({
      key: 'dq-sampling/10',
      title: 'dq-sampling: 5 % → 10 %',
      kind: 'flag',
      entityRefs: [refOf(stage, 'data-quality')],
      actor: { name: 'Ines Okafor', kind: 'user' },
      diff: [{ path: 'rollout.percent', before: 5, after: 10 }],
    }),
  );
  ship(stage, {
    service: 'search-indexer',
    version: 'v6.3.0',
    at: at('-19:40'),
  });
}

/** A migration of the shared database, told at its start and at its end. */
export function migration(
  stage: Stage,
  { from, name, to }: { name: string; from: number; to: number },
): void {
  const { clock, tools } = stage;
  const told = {
    key: name,
    title: `orders-db: migration ${name}`,
    kind: 'migration',
    entityRefs: [refOf(stage, 'orders-db')],
    actor: { name: 'rest-api migrator', kind: 'bot' as const },
  };
  clock.at(from, () => tools.flyway.tell({ ...told, status: 'in-progress' }));
  clock.at(to, () =>
    tools.flyway.tell({
      ...told,
      status: 'succeeded',
      startedAt: from,
      endedAt: to,
    }),
  );
}

/** Trouble of a provider, as its status page tells it. */
export function thirdParty(
  stage: Stage,
  of: { service: string; title: string; from: number; to: number },
): void {
  const { clock, tools, world } = stage;
  const { from, service, title, to } = of;
  const page = world.thirdParties.find(party => party.service === service);
  const told = {
    key: `${service}/${new Date(from).toISOString().slice(0, 16)}`,
    title,
    kind: 'third-party',
    severity: 'warning' as const,
    entityRefs: [refOf(stage, service)],
    links: page ? [{ title: 'Status page', url: page.statusPage }] : [],
  };
  clock.at(from, () =>
    tools.statuspage.tell({ ...told, status: 'in-progress' }),
  );
  clock.at(to, () =>
    tools.statuspage.tell({
      ...told,
      status: 'succeeded',
      startedAt: from,
      endedAt: to,
    }),
  );
}
