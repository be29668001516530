import type { Place } from './Fleet.ts';
import type { Stage } from './Stage.ts';
import { KUBECTL, KUBECTL_EDIT } from './writers.ts';

const REPLAYER: Place = { service: 'event-replayer', cluster: 'prod-eu' };
const FEW = 2;
const MANY = 4;

/** Two things that somebody does while the portal is down: another number of pods, and a setting. They go to and fro. */
export function changeMeanwhile({ fleet }: Pick<Stage, 'fleet'>): void {
  const isMany = fleet.replicasOf(REPLAYER) === MANY;
  fleet.scale(REPLAYER, isMany ? FEW : MANY, KUBECTL);
  const speed = fleet.setting(REPLAYER, 'SPEED');
  fleet.configure(
    REPLAYER,
    { SPEED: speed === '1x' ? '2x' : '1x' },
    KUBECTL_EDIT,
  );
}
