import {
  HEALTH_STATUSES,
  type ChangeEvent,
  type Health,
  type HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import { type Workload, workloadHealth } from './workload';

/** Where something runs, when neither its source nor the config says. @internal */
export const UNKNOWN_ENVIRONMENT = 'unknown';

const NO_ISSUE: Health = {
  status: 'unknown',
  reason: 'No workload to judge by; no critical alert is open',
};

/** An open alert, as far as health goes. @internal */
export type OpenAlert = Pick<
  ChangeEvent,
  'title' | 'severity' | 'status' | 'startedAt' | 'environment'
>;

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
 * An entity's health. Production environments decide the headline, and what has no known environment may be production; only where
 * there is neither, the others do. An entity that nobody watches is unknown.
 * @internal
 */
export function entityStatus(facts: EntityFacts): EntityStatus {
  const workloads = facts.workloads.filter(({ row }) => !row.goneAt);
  const present = {
    ...facts,
    workloads,
    alerts: facts.alerts.map(alert => ({
      ...alert,
      environment: environmentOfIssue(alert, workloads),
    })),
  };
  const environments = environmentsOf(present).map(environment =>
    environmentHealth(environment, present),
  );
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

/** Worst first. @internal */
export function compareStatus(a: HealthStatus, b: HealthStatus): number {
  return HEALTH_STATUSES.indexOf(a) - HEALTH_STATUSES.indexOf(b);
}

function environmentHealth(
  environment: { name: string; production: boolean },
  facts: EntityFacts,
): EnvironmentHealth {
  const workloads = facts.workloads.filter(
    workload => workload.environment === environment.name,
  );
  const states = workloads.map(workloadHealth);
  const byWorkloads = worst(states);
  const alert = firstCriticalAlert(facts.alerts, environment.name);
  const isAnywhere =
    environment.name === UNKNOWN_ENVIRONMENT && states.length === 0;
  const told = isAnywhere
    ? statesInProduction(facts)
    : [byWorkloads].filter(state => state !== undefined);
  return {
    ...(alert ? withAlert(alert, states, told) : byWorkloads ?? NO_ISSUE),
    name: environment.name,
    production: environment.production,
    clusters: [
      ...new Set(workloads.flatMap(({ row }) => row.cluster ?? [])),
    ].sort(),
  };
}

// An alert that names no environment may speak of any production one: what is known of each is told by its name, in short.
function statesInProduction({
  workloads,
  isProduction,
}: EntityFacts): Health[] {
  const names = new Set(workloads.map(({ environment }) => environment));
  const states = [...names]
    .filter(isProduction)
    .sort()
    .flatMap(name => {
      const own = workloads.filter(({ environment }) => environment === name);
      const state = worst(own.map(workloadHealth));
      return state ? [{ name, ...state }] : [];
    });
  const unknown = states.filter(({ status }) => status === 'unknown');
  const known = states
    .filter(state => !unknown.includes(state))
    .map(({ name, ...state }) => ({
      ...state,
      reason: `${state.reason} (${name})`,
    }));
  if (unknown.length === 0) return known;
  const places = unknown.map(({ name }) => name).join(' and ');
  return [
    ...known,
    { status: 'unknown', reason: `nothing is known of ${places}` },
  ];
}

function withAlert(
  alert: OpenAlert,
  workloads: Health[],
  told: Health[],
): Health {
  const alreadyIll = workloads.filter(({ status }) => status === 'unhealthy');
  const since = [alert.startedAt, ...alreadyIll.flatMap(h => h.since ?? [])]
    .sort()
    .at(0);
  const open = `a critical alert is open: ${alert.title}`;
  if (told.length === 0) {
    return { status: 'unhealthy', since, reason: capital(open) };
  }
  const isIll = told.some(
    ({ status }) => compareStatus(status, 'degraded') <= 0,
  );
  return {
    status: 'unhealthy',
    since,
    reason: capital(
      `${told.map(({ reason }) => reason).join(', ')}${
        isIll ? '; moreover,' : ', yet'
      } ${open}`,
    ),
  };
}

function firstCriticalAlert(
  alerts: OpenAlert[],
  environment: string,
): OpenAlert | undefined {
  return alerts
    .filter(
      alert =>
        alert.severity === 'critical' &&
        alert.status !== 'suppressed' &&
        alert.environment === environment,
    )
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))[0];
}

// Alerts open environments of their own.
function environmentsOf(
  facts: EntityFacts,
): { name: string; production: boolean }[] {
  const names = new Set([
    ...facts.workloads.map(({ environment }) => environment),
    ...facts.alerts.flatMap(alert => alert.environment ?? []),
  ]);
  const order = (name: string) => {
    const index = facts.order.indexOf(name);
    return index < 0 ? facts.order.length : index;
  };
  return [...names]
    .map(name => ({ name, production: facts.isProduction(name) }))
    .sort(
      (a, b) =>
        Number(b.production) - Number(a.production) ||
        order(a.name) - order(b.name) ||
        a.name.localeCompare(b.name),
    );
}

function worst<T extends Health>(states: T[]): T | undefined {
  return [...states].sort(
    (a, b) =>
      compareStatus(a.status, b.status) ||
      (a.since ?? '').localeCompare(b.since ?? ''),
  )[0];
}

function placeOf(environment: string): string {
  return environment === UNKNOWN_ENVIRONMENT
    ? 'no known environment'
    : environment;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
