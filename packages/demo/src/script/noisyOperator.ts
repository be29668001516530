import { podLabels } from '../catalog/index.ts';
import { rowNamed } from '../world/index.ts';
import type { Stage } from './Stage.ts';
import { MINUTE_MS } from './time.ts';

const CLUSTER = 'prod-eu';
const SERVICE = 'pricing';
const NAME = 'pricing-promotions';
const EVERY_MS = 6_000;
/** So long before the present it got a version that knows no measure. */
const SINCE_MS = 35 * MINUTE_MS;
const WRITER = { manager: 'promotions-operator' };

/** An operator that writes down what it has just counted, again and again, for ever. */
export function noisyOperator(
  {
    clock,
    clusters,
    moments,
    world,
  }: Pick<Stage, 'clock' | 'clusters' | 'moments' | 'world'>,
  present: number,
): void {
  const cluster = clusters.get(CLUSTER)!;
  const service = rowNamed(world.services, SERVICE);
  const { system } = service;
  let count = 0;
  const data = () => {
    count += 1;
    return {
      ACTIVE_PROMOTIONS: String(12 + (count % 3)),
      EVALUATED_TOTAL: String(48_210 + count * 37),
    };
  };
  const write = () => {
    cluster.update(
      'ConfigMap',
      system,
      NAME,
      object => ({ ...object, data: data() }),
      WRITER,
    );
  };
  clock.at(Math.max(clock.now(), present - SINCE_MS), () => {
    if (!cluster.get('ConfigMap', system, NAME)) {
      moments.noisy = clock.now();
      cluster.apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: NAME,
            namespace: system,
            labels: podLabels(service),
          },
          data: data(),
        },
        WRITER,
      );
    }
    clock.every(EVERY_MS, write);
  });
}
