import type { Writer } from '../cluster/index.ts';
import type { Place } from './Fleet.ts';
import type { Stage } from './Stage.ts';
import { KUBECTL, KUBECTL_EDIT, inHandsOf } from './writers.ts';

const REPLAYER: Place = { service: 'event-replayer', cluster: 'prod-eu' };
const FEW = 2;
const MANY = 4;

/** Two things that somebody does while the portal is down: another number of pods, and a setting. They go to and fro. */
export function changeMeanwhile({
  fleet,
  world,
}: Pick<Stage, 'fleet' | 'world'>): void {
  const hand = (program: Writer) => inHandsOf(world, 'ines.okafor', program);
  const isMany = fleet.replicasOf(REPLAYER) === MANY;
  fleet.scale(REPLAYER, isMany ? FEW : MANY, hand(KUBECTL));
  const speed = fleet.setting(REPLAYER, 'SPEED');
  fleet.configure(
    REPLAYER,
    { SPEED: speed === '1x' ? '2x' : '1x' },
    hand(KUBECTL_EDIT),
  );
}
