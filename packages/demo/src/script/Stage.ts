import type { WorldClock } from '../clock/index.ts';
import type { SimulatedCluster } from '../cluster/index.ts';
import type { PagerDuty, Tool } from '../systems/index.ts';
import {
  type WorldDescription,
  entityRefOf,
  rowNamed,
} from '../world/index.ts';
import type { ArgoCd } from './ArgoCd.ts';
import type { Code } from './Code.ts';
import type { Fleet, Place } from './Fleet.ts';
import { MINUTE_MS } from './time.ts';

const STAGING = 'staging';
/** How long a delivery takes from one step to the next. */
const RELEASED_AFTER_MERGE_MS = 4 * MINUTE_MS;

/** The programs that post what they did to the portal. */
export interface Tools {
  flyway: Pick<Tool, 'tell'>;
  'feature-flags': Pick<Tool, 'tell'>;
  aws: Pick<Tool, 'tell'>;
  statuspage: Pick<Tool, 'tell'>;
}

/**
 * What is remembered of the story, to be found again: when the alerts of the incidents opened last, when replicas were cut, when a person
 * edited a setting, when a node was cordoned, a Job migrated, a canary and a sync began, an operator lost all measure, what was tried out in
 * staging got too little memory or had no image, when the portal was stopped.
 */
export const MOMENTS = [
  'replica-cut',
  'no-change',
  'cut',
  'edited',
  'cordoned',
  'migrated',
  'canary',
  'synced',
  'noisy',
  'starved',
  'imageless',
  'restarted',
] as const;

/** In epoch milliseconds. */
export type Moments = Partial<Record<(typeof MOMENTS)[number], number>>;

/** Everything that scenes act on. */
export interface Stage {
  world: WorldDescription;
  clock: Pick<WorldClock, 'now' | 'at' | 'after' | 'every'>;
  random: () => number;
  fleet: Fleet;
  code: Code;
  argocd: Pick<ArgoCd, 'install' | 'looksAfter' | 'sync'>;
  pagerduty: Pick<PagerDuty, 'trigger' | 'acknowledge' | 'resolve'>;
  tools: Tools;
  clusters: ReadonlyMap<
    string,
    Pick<
      SimulatedCluster,
      | 'silence'
      | 'answer'
      | 'isSilent'
      | 'apply'
      | 'update'
      | 'updateStatus'
      | 'evict'
      | 'get'
      | 'list'
    >
  >;
  moments: Moments;
}

/** The ref in the catalog of a service. */
export function refOf(stage: Pick<Stage, 'world'>, service: string): string {
  return entityRefOf(rowNamed(stage.world.services, service));
}

/** A delivery from its merge to production, at the usual pace unless said otherwise. */
export interface Shipping {
  service: string;
  version: string;
  /** When it is deployed to production, in epoch milliseconds of the world. */
  at: number;
  /** What is merged on the way; something small without it. */
  merge?: () => void;
  /** How much earlier it is merged. */
  leadMs?: number;
}

/** Merges, releases, and deploys a version to staging and then to production. */
export function ship(stage: Stage, shipping: Shipping): void {
  const { at, service, version } = shipping;
  const { clock, code, fleet } = stage;
  const { leadMs = 40 * MINUTE_MS, merge } = shipping;
  const merged = at - leadMs;
  clock.at(merged, merge ?? (() => code.mergeSomethingSmall(service, version)));
  clock.at(merged + Math.min(RELEASED_AFTER_MERGE_MS, leadMs / 4), () =>
    code.release(service, version),
  );
  const clusters = fleet.clustersOf(service);
  const production = clusters.filter(cluster => cluster !== STAGING);
  if (clusters.includes(STAGING)) {
    clock.at(merged + leadMs / 2, () =>
      deployTold(stage, { service, cluster: STAGING }, version),
    );
  }
  production.forEach((cluster, index) => {
    clock.at(at + index * RELEASED_AFTER_MERGE_MS, () =>
      deployTold(stage, { service, cluster }, version),
    );
  });
}

const ROLLOUT_LOOK_MS = 15_000;
const ROLLOUT_MAX_MS = 30 * MINUTE_MS;

/** Brings a version out, by a sync where Argo CD does that. */
async function deliver(
  { argocd, code, fleet }: Stage,
  place: Place,
  version: string,
): Promise<void> {
  const apply = () => fleet.deploy(place, { version });
  if (!argocd.looksAfter(place)) {
    apply();
    return;
  }
  argocd.sync({
    ...place,
    revision: await code.commitOf(place.service, version),
    apply,
    isHealthy: () => fleet.isRolledOut(place),
  });
}

/** Deploys, and tells GitHub of it when it is through. */
async function deployTold(
  stage: Stage,
  place: Place,
  version: string,
): Promise<void> {
  const { clock, code, fleet } = stage;
  const end = code.deploy(place.service, version, place.cluster);
  await deliver(stage, place, version);
  const deadline = clock.now() + ROLLOUT_MAX_MS;
  const look = () => {
    const isLate = clock.now() >= deadline;
    if (!isLate && !fleet.isRolledOut(place)) {
      clock.after(ROLLOUT_LOOK_MS, look);
    } else {
      end(isLate ? 'failure' : 'success');
    }
  };
  clock.after(ROLLOUT_LOOK_MS, look);
}
