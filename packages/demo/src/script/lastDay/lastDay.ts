import type { Stage } from '../Stage.ts';
import { dataProcessor } from './dataProcessor.ts';
import { maintenance } from './maintenance.ts';
import { network } from './network.ts';
import { restApi } from './restApi.ts';
import { staging } from './staging.ts';
import { storefront } from './storefront.ts';
import { upstream } from './upstream.ts';

/** Outside of the incidents, whose versions are those of the story; everyday life leaves them alone meanwhile. */
export const SHIPPED_IN_LAST_DAY = ['storefront-bff', 'cart-api'] as const;

/**
 * The day before the incident: what is innocent. Times are hours and minutes before data-processor became unhealthy.
 * @param onset - in epoch milliseconds
 */
export function lastDay(stage: Stage, onset: number): void {
  dataProcessor(stage, onset);
  restApi(stage, onset);
  upstream(stage, onset);
  network(stage, onset);
  maintenance(stage, onset);
  storefront(stage, onset);
  staging(stage, onset);
}
