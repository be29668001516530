import { type Stage, refOf, ship } from '../Stage.ts';
import { span } from '../time.ts';
import { KUBECTL, KUBECTL_ARGO, inHandsOf } from '../writers.ts';

/** Elsewhere in the shop. */
export function storefront(stage: Stage, onset: number): void {
  const { clock, fleet, tools, world } = stage;
  const at = (time: string) => onset + span(time);
  const { moments } = stage;
  moments.synced = at('-5:15');
  ship(stage, {
    service: 'storefront-bff',
    version: 'v31.2.0',
    at: moments.synced,
  });
  ship(stage, { service: 'pricing', version: 'v41.2.0', at: at('-8:10') });
  ship(stage, { service: 'cart-api', version: 'v12.7.1', at: at('-11:20') });
  // Step by step, until somebody has seen enough.
  const cart = { service: 'cart-api', cluster: 'prod-eu' };
  moments.canary = at('-6:20');
  ship(stage, { ...cart, version: 'v12.8.0', at: moments.canary });
  clock.at(at('-6:02'), () =>
    fleet.abort(cart, inHandsOf(world, 'lea.brandt', KUBECTL_ARGO)),
  );
  clock.at(at('-5:50'), () => fleet.rollBack(cart));
  clock.at(at('-7:10'), () =>
    fleet.scale(
      { service: 'event-replayer', cluster: 'prod-eu' },
      4,
      inHandsOf(world, 'ines.okafor', KUBECTL),
    ),
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
