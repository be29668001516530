import { type Stage, refOf, ship } from '../Stage.ts';
import { span } from '../time.ts';
import { KUBECTL_EDIT, inHandsOf } from '../writers.ts';

/** The service that will be unhealthy: its own deployment, an edit by hand, a flag, an alert that passed, the orders of the day. */
export function dataProcessor(stage: Stage, onset: number): void {
  const { clock, fleet, pagerduty, tools, world } = stage;
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
    fleet.configure(
      place,
      { BATCH_SIZE: '250' },
      inHandsOf(world, 'ines.okafor', KUBECTL_EDIT),
    );
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
