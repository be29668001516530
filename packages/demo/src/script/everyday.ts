import type { Writer } from '../cluster/index.ts';
import { type ServiceRow, isResource, upstreamOf } from '../world/index.ts';
import type { Place } from './Fleet.ts';
import { IN_TROUBLE } from './lastDay/index.ts';
import { between, pick } from './random.ts';
import { type Stage, refOf, ship } from './Stage.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';
import { ARGO, KUBECTL, KUBECTL_ROLLOUT, inHandsOf } from './writers.ts';

/** How often something happens, at least and at most. */
export interface Rhythm {
  minMs: number;
  maxMs: number;
}

/** Of a day that has passed: enough to see that the shop lives. */
export const PAST_RHYTHM: Rhythm = {
  minMs: 30 * MINUTE_MS,
  maxMs: 70 * MINUTE_MS,
};
/** While somebody may watch. */
export const PRESENT_RHYTHM: Rhythm = {
  minMs: 4 * MINUTE_MS,
  maxMs: 11 * MINUTE_MS,
};

const DELIVERY_MS = 12 * MINUTE_MS;
const TRAFFIC_MS = 75 * MINUTE_MS;
/** The hour of the day (UTC) at which most people shop. */
const BUSIEST_HOUR = 18;

type Occasion = (stage: Stage, service: ServiceRow) => boolean;

/** How often each happens beside the others. Says whether it could. */
const OCCASIONS: [weight: number, happen: Occasion][] = [
  [3, release],
  [3, setting],
  [2, flag],
  [2, scaleByHand],
  [1, restart],
];

/**
 * What always happens: deliveries, settings, flags, scalings, restarts, and the traffic that autoscalers follow. It keeps away from the
 * services of an incident that is being told.
 * @param options - `until`: epoch milliseconds; for ever without it. `told`: names of the services whose incident is being told
 */
export function everyday(
  stage: Stage,
  options: {
    rhythm: Rhythm;
    until?: number;
    told: () => readonly string[];
  },
): void {
  const { clock, random } = stage;
  const { rhythm, told, until = Infinity } = options;
  const next = () => {
    const at = clock.now() + between(random, rhythm.minMs, rhythm.maxMs);
    if (at >= until) return;
    clock.at(at, () => {
      // Whatever comes of it, life goes on.
      next();
      something(stage, told());
    });
  };
  next();
}

/** Autoscalers see the traffic of the hour. */
export function traffic(
  stage: Stage,
  options: { told: () => readonly string[]; until?: number },
): void {
  const { clock, fleet, random, world } = stage;
  const { until = Infinity } = options;
  const flow = () => {
    const away = keptAway(stage, options.told());
    for (const { autoscaler, name } of world.services) {
      if (!autoscaler || away.has(name)) continue;
      const { cluster, cpuPercent, max, min } = autoscaler;
      const share = shareOf(clock.now()) * between(random, 0.85, 1);
      const pods = min - 0.6 + share * (max - min - 1);
      fleet.use({ service: name, cluster }, { total: pods * cpuPercent });
    }
  };
  const next = () => {
    const at = clock.now() + TRAFFIC_MS;
    if (at >= until) return;
    clock.at(at, () => {
      next();
      flow();
    });
  };
  next();
}

function something(stage: Stage, told: readonly string[]): void {
  const { random, world } = stage;
  const away = keptAway(stage, told);
  const isInTrouble = ({ name }: ServiceRow) =>
    IN_TROUBLE.some(other => other === name);
  const candidates = world.services.filter(
    row =>
      row.runs &&
      row.language &&
      !isResource(row) &&
      !away.has(row.name) &&
      !isInTrouble(row),
  );
  // Not everything can happen to everyone.
  for (let tries = 0; tries < 5; tries++) {
    if (weighted(stage)(stage, pick(random, candidates))) return;
  }
}

/** Those of an incident, and all that they need: what happened to them shall stay clear. */
function keptAway(
  { world }: Stage,
  told: readonly string[],
): ReadonlySet<string> {
  return new Set(
    told.flatMap(name => [
      name,
      ...upstreamOf(world, name).map(({ service }) => service.name),
    ]),
  );
}

function weighted({ random }: Stage): Occasion {
  const all = OCCASIONS.reduce((sum, [weight]) => sum + weight, 0);
  let left = random() * all;
  for (const [weight, happen] of OCCASIONS) {
    left -= weight;
    if (left < 0) return happen;
  }
  return OCCASIONS[0][1];
}

function release(stage: Stage, { name }: ServiceRow): boolean {
  const { clock, code, fleet } = stage;
  const [cluster] = fleet.clustersOf(name);
  ship(stage, {
    service: name,
    version: code.reserveVersion(
      name,
      fleet.versionOf({ service: name, cluster }),
    ),
    at: clock.now() + DELIVERY_MS,
    leadMs: DELIVERY_MS,
  });
  return true;
}

function setting(
  { fleet, random }: Stage,
  { name, settings = {} }: ServiceRow,
): boolean {
  const place = placeOf(fleet, name);
  const numbers = Object.keys(settings).filter(key =>
    /^\d+$/.test(fleet.setting(place, key) ?? ''),
  );
  if (numbers.length === 0) return false;
  const key = pick(random, numbers);
  const before = Number(fleet.setting(place, key));
  const first = Number(settings[key]);
  // It goes to and fro, so that it stays near what it was.
  const after = before > first ? first : Math.ceil(before * 1.2);
  fleet.configure(place, { [key]: String(after) }, ARGO);
  return true;
}

function flag(stage: Stage, { name }: ServiceRow): boolean {
  const { clock, random, tools, world } = stage;
  const percent = pick(random, [5, 10, 25, 50]);
  const people = world.people.filter(({ github }) => github);
  const flagName = `${name.split('-')[0]}-${pick(random, [
    'fast-path',
    'new-layout',
    'dark-launch',
    'retry-budget',
  ])}`;
  tools['feature-flags'].tell({
    key: `${flagName}/${clock.now()}`,
    title: `${flagName}: ${percent} % → ${percent * 2} %`,
    kind: 'flag',
    entityRefs: [refOf(stage, name)],
    actor: { name: pick(random, people).title, kind: 'user' },
    diff: [{ path: 'rollout.percent', before: percent, after: percent * 2 }],
  });
  return true;
}

function scaleByHand(stage: Stage, row: ServiceRow): boolean {
  const { fleet } = stage;
  const { autoscaler, name, runs = {} } = row;
  const place = placeOf(fleet, name);
  if (autoscaler || fleet.isCanary(place) || runs[place.cluster] > 4)
    return false;
  const usual = runs[place.cluster];
  const isUsual = fleet.replicasOf(place) === usual;
  fleet.scale(
    place,
    isUsual ? usual + 1 : usual,
    somebody(stage, row, KUBECTL),
  );
  return true;
}

function restart(stage: Stage, row: ServiceRow): boolean {
  const { clock, fleet } = stage;
  const place = placeOf(fleet, row.name);
  // Argo Rollouts has a way of its own.
  if (fleet.isCanary(place)) return false;
  fleet.restart(place, clock.now(), somebody(stage, row, KUBECTL_ROLLOUT));
  return true;
}

/** Of the team that a service belongs to. */
function somebody(
  { random, world }: Stage,
  { owner }: ServiceRow,
  program: Writer,
): Writer {
  const team = world.people.filter(
    person => person.team === owner && !person.canSignIn,
  );
  const known = team.length > 0 ? team : world.people;
  return inHandsOf(world, pick(random, known).name, program);
}

function placeOf(fleet: Stage['fleet'], service: string): Place {
  return { service, cluster: fleet.clustersOf(service)[0] };
}

/** In [0, 1]: how much of the busiest hour's traffic there is. */
function shareOf(now: number): number {
  const hour = (now % (24 * HOUR_MS)) / HOUR_MS;
  return (1 + Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI)) / 2;
}
