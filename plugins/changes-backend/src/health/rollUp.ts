import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import { HEALTH_STATUSES } from '@ripplehq/backstage-plugin-changes-common';
import {
  type EntityStatus,
  type EnvironmentHealth,
  headlineOf,
  inOrder,
} from './entity';
import { worst } from './standing';

/** One entity of a System or of an owner. @internal */
export interface Part {
  title: string;
  status: EntityStatus;
}

/** How many entities are in which state. @internal */
export type Counts = Record<HealthStatus, number>;

/** @internal */
export function countsOf(statuses: Iterable<HealthStatus>): Counts {
  const counts: Counts = { unhealthy: 0, degraded: 0, unknown: 0, healthy: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
}

/**
 * The health of a System or an owner: as bad as its worst part, environment by environment. A part by which nothing can be judged, since
 * nothing is bound to it, is left out, and that is said; one that is bound and that nobody watches makes it unknown.
 * @param noun - what the parts are called, in the plural
 * @internal
 */
export function rollUp(
  parts: readonly Part[],
  options: { noun: string; order: readonly string[] },
): EntityStatus {
  const judged = parts.filter(({ status }) => status.environments.length > 0);
  const leftOut = parts.length - judged.length;
  const names = new Map(
    judged.flatMap(({ status }) =>
      status.environments.map(({ name, production }) => [name, production]),
    ),
  );
  const environments = inOrder(
    [...names].map(([name, production]) => ({ name, production })),
    options.order,
  ).map(environment => together(environment, judged, options.noun));
  if (environments.length === 0) {
    return {
      status: 'unknown',
      reason:
        parts.length === 0
          ? `There are no ${options.noun} to judge by`
          : `Nothing is known of any of ${parts.length} ${options.noun}`,
      environments: [],
    };
  }
  const whole = headlineOf(environments);
  return leftOut === 0
    ? whole
    : {
        ...whole,
        reason: `${whole.reason}; ${leftOut} more with nothing to judge by`,
      };
}

function together(
  { name, production }: { name: string; production: boolean },
  parts: readonly Part[],
  noun: string,
): EnvironmentHealth {
  const here = parts.flatMap(({ title, status }) =>
    status.environments
      .filter(environment => environment.name === name)
      .map(environment => ({ ...environment, title })),
  );
  const [first] = [worst(here)!];
  const counts = countsOf(here.map(({ status }) => status));
  return {
    name,
    production,
    clusters: [...new Set(here.flatMap(({ clusters }) => clusters))].sort(),
    status: first.status,
    ...(first.since ? { since: first.since } : {}),
    reason:
      first.status === 'healthy'
        ? `${counts.healthy} of ${here.length} ${noun} are healthy`
        : `${tally(counts, here.length, noun)}: ${first.title}: ${
            first.reason
          }`,
  };
}

function tally(counts: Counts, all: number, noun: string): string {
  const [first, ...others] = HEALTH_STATUSES.filter(
    status => status !== 'healthy' && counts[status] > 0,
  );
  const are = (status: HealthStatus) =>
    `${counts[status] === 1 ? 'is' : 'are'} ${status}`;
  return [
    `${counts[first]} of ${all} ${noun} ${are(first)}`,
    ...others.map(status => `${counts[status]} ${are(status)}`),
  ].join(', ');
}
