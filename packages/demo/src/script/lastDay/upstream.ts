import { type Stage, refOf, ship } from '../Stage.ts';
import { HOUR_MS, MINUTE_MS, span } from '../time.ts';
import { ARGO, KUBECTL, inHandsOf } from '../writers.ts';
import { migration, migrationJob } from './occasions.ts';

/** What both of them need. */
export function upstream(stage: Stage, onset: number): void {
  const { clock, fleet, tools, world } = stage;
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

  stage.moments.migrated = at('-6:12');
  migrationJob(stage, {
    service: 'orders-db',
    cluster: 'prod-eu',
    name: 'orders-db-migrate-v0141',
    at: stage.moments.migrated,
    seconds: 214,
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
    fleet.scale(
      { service: 'sessions-redis', cluster: 'prod-eu' },
      5,
      inHandsOf(world, 'yuki.tan', KUBECTL),
    ),
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
