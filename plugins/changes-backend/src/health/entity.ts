import type { Health } from '@ripplehq/backstage-plugin-changes-common';
import { type Standing, withTroubles, worst } from './standing';
import { sourceTitle } from './sourceTitle';
import type { Trouble } from './verdict';
import {
  type Watch,
  type Workload,
  readyWords,
  unwatched,
  wholeWords,
  workloadHealth,
} from './workload';

/** Where something runs, when neither its source nor the config says. @internal */
export const UNKNOWN_ENVIRONMENT = 'unknown';

const NOTHING_OPEN: Health = {
  status: 'unknown',
  reason: 'No workload to judge by; no alert that counts is open',
};

/** An open alert, or an incident of a third party. @internal */
export interface OpenAlert extends Trouble {
  environment?: string;
}

/** An open health issue of something that is no workload, such as a claim of storage. @internal */
export interface LooseIssue extends OpenAlert {
  watch: Watch;
}

/** A system whose alerts the entity names, by which one without a workload is judged. @internal */
export interface Judge {
  source: string;
  /** Its source and instance, see `originOf`. */
  origin: string;
  watch: Watch;
}

/**
 * Where an alert or a health issue belongs: where it says itself, else where all of the entity's workloads are.
 * @internal
 */
export function environmentOfIssue(
  issue: { environment?: string },
  workloads: readonly Pick<Workload, 'environment'>[],
): string {
  const names = new Set(workloads.map(({ environment }) => environment));
  const [only] = names;
  return issue.environment ?? (names.size === 1 ? only : UNKNOWN_ENVIRONMENT);
}

/** What is known of an entity at one moment. @internal */
export interface EntityFacts {
  workloads: Workload[];
  /** Open ones only. */
  alerts: OpenAlert[];
  loose: LooseIssue[];
  judges: Judge[];
  isProduction: (environment: string) => boolean;
  /** Environments in the order of the config. */
  order: readonly string[];
}

/** @internal */
export interface EnvironmentHealth extends Health {
  name: string;
  production: boolean;
  clusters: string[];
}

/** @internal */
export interface EntityStatus extends Health {
  /** Production first, then by the order of the config. */
  environments: EnvironmentHealth[];
}

/**
 * An entity's health by its own facts, environment by environment. One that nobody watches is unknown.
 * @internal
 */
export function entityStatus(facts: EntityFacts): EntityStatus {
  const workloads = facts.workloads.filter(({ row }) => !row.goneAt);
  const placed = <T extends OpenAlert>(issue: T) => ({
    ...issue,
    environment: environmentOfIssue(issue, workloads),
  });
  const present: PlacedFacts = {
    ...facts,
    workloads,
    alerts: facts.alerts.map(placed),
    loose: facts.loose.map(placed),
  };
  return headlineOf(
    environmentsOf(present).map(environment =>
      environmentHealth(environment, present),
    ),
  );
}

/**
 * What is said of the whole. Production environments decide, and what has no known environment may be production; only where there is
 * neither, the others do.
 * @internal
 */
export function headlineOf(environments: EnvironmentHealth[]): EntityStatus {
  const deciding = environments.filter(
    ({ production, name }) => production || name === UNKNOWN_ENVIRONMENT,
  );
  const headline = worst(deciding.length > 0 ? deciding : environments);
  if (!headline) {
    return {
      status: 'unknown',
      reason: 'No workload and no alert source to judge by',
      environments,
    };
  }
  const { status, since, reason } = headline;
  const isPlaced =
    environments.length === 1 ||
    status === 'healthy' ||
    (headline.name === UNKNOWN_ENVIRONMENT &&
      deciding.some(({ production }) => production));
  return {
    status,
    ...(since ? { since } : {}),
    reason: isPlaced ? reason : `${reason} (${placeOf(headline.name)})`,
    environments,
  };
}

/** Environments in the order in which they are told: production first, then by the order of the config. @internal */
export function inOrder<T extends { name: string; production: boolean }>(
  environments: readonly T[],
  order: readonly string[],
): T[] {
  const rank = (name: string) => {
    const index = order.indexOf(name);
    return index < 0 ? order.length : index;
  };
  return [...environments].sort(
    (a, b) =>
      Number(b.production) - Number(a.production) ||
      rank(a.name) - rank(b.name) ||
      a.name.localeCompare(b.name),
  );
}

interface PlacedFacts extends EntityFacts {
  alerts: (OpenAlert & { environment: string })[];
  loose: (LooseIssue & { environment: string })[];
}

function environmentHealth(
  environment: { name: string; production: boolean },
  facts: PlacedFacts,
): EnvironmentHealth {
  const { name } = environment;
  const here = <T extends { environment: string }>(items: readonly T[]) =>
    items.filter(item => item.environment === name);
  const workloads = here(facts.workloads);
  const loose = here(facts.loose);
  const states = [
    ...workloads.map(workloadHealth),
    ...loose
      .filter(({ watch }) => watch.state !== 'live')
      .map(({ watch }) => silent(watch)),
  ];
  const base =
    states.length > 0
      ? groundOf(workloads, states)
      : groundElsewhere(name, facts);
  const { status, since, reason } =
    withTroubles(base, [
      ...states.flatMap(({ troubles }) => troubles),
      ...loose.filter(({ watch }) => watch.state === 'live'),
      ...here(facts.alerts),
    ]) ?? NOTHING_OPEN;
  return {
    status,
    ...(since ? { since } : {}),
    reason,
    ...environment,
    clusters: [
      ...new Set(workloads.flatMap(({ row }) => row.cluster ?? [])),
    ].sort(),
  };
}

// How it stands without what is open: unknown if one is, for what is not seen may be as bad as it likes.
function groundOf(
  workloads: readonly Workload[],
  states: readonly Standing[],
): Omit<Standing, 'troubles'> {
  const unknown = worst(
    states.filter(
      ({ status, troubles }) => status === 'unknown' && troubles.length === 0,
    ),
  );
  if (unknown) {
    const { since, reason } = unknown;
    return {
      status: 'unknown',
      ...(since ? { since } : {}),
      reason,
      standing: reason,
    };
  }
  const whole = readyTogether(workloads);
  const standing = whole === undefined ? {} : { standing: whole };
  return {
    status: 'healthy',
    reason:
      whole !== undefined && workloads.length > 1 && workloads.every(isQuiet)
        ? whole
        : firstWords(states),
    ...standing,
  };
}

/** Replicas of all workloads that have some, where all that should be are ready. */
function readyTogether(workloads: readonly Workload[]): string | undefined {
  const words = workloads.flatMap(({ summary }) =>
    summary.type === 'workload' ? [wholeWords(summary)] : [],
  );
  const desired = workloads.flatMap(({ summary }) =>
    summary.type === 'workload' && summary.desired > 0 ? [summary.desired] : [],
  );
  if (words.includes(undefined)) return undefined;
  if (desired.length < 2) {
    const [only] = desired;
    return only === undefined ? words[0] : readyWords(only, only);
  }
  const sum = desired.reduce((a, b) => a + b, 0);
  return `${readyWords(sum, sum)} in ${desired.length} workloads`;
}

/** Whether there is nothing to be said of it beyond its replicas. */
function isQuiet({ summary }: Workload): boolean {
  return (
    summary.type !== 'workload' ||
    (summary.rollout?.state ?? 'complete') === 'complete'
  );
}

// Of those that stand as they should the first, in the words of its summary.
function firstWords(states: readonly Standing[]): string {
  const well = states.find(({ troubles }) => troubles.length === 0);
  return well?.reason ?? states[0].standing ?? states[0].reason;
}

// Alerts alone. One that names no environment may speak of any production one: what is known of each is told by its name.
function groundElsewhere(
  name: string,
  facts: PlacedFacts,
): Omit<Standing, 'troubles'> | undefined {
  if (facts.workloads.length === 0) return judged(facts.judges);
  if (name !== UNKNOWN_ENVIRONMENT) return undefined;
  const names = new Set(facts.workloads.map(({ environment }) => environment));
  const production = [...names].filter(facts.isProduction).sort();
  const states = production.map(place => {
    const own = facts.workloads.filter(
      ({ environment }) => environment === place,
    );
    return { place, ...groundOf(own, own.map(workloadHealth)) };
  });
  const unknown = states.filter(({ status }) => status === 'unknown');
  const told = [
    ...states
      .filter(({ status }) => status !== 'unknown')
      .map(({ reason, place }) => `${reason} (${place})`),
    ...(unknown.length > 0
      ? [
          `nothing is known of ${unknown
            .map(({ place }) => place)
            .join(' and ')}`,
        ]
      : []),
  ].join(', ');
  return told === ''
    ? undefined
    : { status: 'healthy', reason: told, standing: told };
}

/** An entity without any workload, by the systems whose alerts it names. */
function judged(
  judges: readonly Judge[],
): Omit<Standing, 'troubles'> | undefined {
  if (judges.length === 0) return undefined;
  const silentOne = judges.find(({ watch }) => watch.state !== 'live');
  if (silentOne) {
    const { source, watch } = silentOne;
    return unwatched(sourceTitle(source), watch);
  }
  const sources = [...new Set(judges.map(({ source }) => sourceTitle(source)))];
  return {
    status: 'healthy',
    reason: `No alert is open in ${sources.join(
      ' and ',
    )}; there is no workload to judge by`,
  };
}

function silent(watch: Watch): Standing {
  return { ...unwatched('Its source', watch), troubles: [] };
}

// Alerts and issues open environments of their own; an entity that is judged by alerts alone is somewhere, though nobody says where.
function environmentsOf(
  facts: PlacedFacts,
): { name: string; production: boolean }[] {
  const names = new Set([
    ...facts.workloads.map(({ environment }) => environment),
    ...facts.alerts.map(({ environment }) => environment),
    ...facts.loose.map(({ environment }) => environment),
  ]);
  if (names.size === 0 && facts.judges.length > 0) {
    names.add(UNKNOWN_ENVIRONMENT);
  }
  return inOrder(
    [...names].map(name => ({ name, production: facts.isProduction(name) })),
    facts.order,
  );
}

function placeOf(environment: string): string {
  return environment === UNKNOWN_ENVIRONMENT
    ? 'no known environment'
    : environment;
}
