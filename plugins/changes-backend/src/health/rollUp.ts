import {
  HEALTH_STATUSES,
  type Health,
  type HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  type EntityStatus,
  type EnvironmentHealth,
  UNKNOWN_ENVIRONMENT,
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
  const { status, since, reason } = tallied(
    deciding(judged).map(part => ({ ...part.status, title: part.title })),
    options.noun,
  );
  return {
    status,
    ...(since ? { since } : {}),
    reason:
      leftOut === 0
        ? reason
        : `${reason}; ${leftOut} more with nothing to judge by`,
    environments,
  };
}

/** Those that are in production, or may be; only where there are none, the others. */
function deciding(parts: readonly Part[]): readonly Part[] {
  const decisive = parts.filter(({ status }) =>
    status.environments.some(
      ({ name, production }) => production || name === UNKNOWN_ENVIRONMENT,
    ),
  );
  return decisive.length > 0 ? decisive : parts;
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
  return {
    name,
    production,
    clusters: [...new Set(here.flatMap(({ clusters }) => clusters))].sort(),
    ...tallied(here, noun),
  };
}

/** As bad as the worst, with how many are how, and what the worst is about. */
function tallied(
  states: readonly (Health & { title: string })[],
  noun: string,
): Health {
  const { status, since, reason, title } = worst(states)!;
  const counts = countsOf(states.map(state => state.status));
  return {
    status,
    ...(since ? { since } : {}),
    reason:
      status === 'healthy'
        ? `${counts.healthy} of ${states.length} ${noun} are healthy`
        : `${tally(counts, states.length, noun)}: ${title}: ${reason}`,
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
