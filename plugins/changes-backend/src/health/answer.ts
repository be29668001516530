import type {
  CoverageInterval,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { neighbourhood } from '../graph/lanes';
import type { Environments } from '../ingest/environments';
import type { StatusBoard } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import { timestampOf } from '../store/rows';
import { coverageBetween } from '../store/questions/coverage';
import type { StoredEntity } from '../store/questions/entities';
import { coverageIntervals, relevantCoverage } from '../timeline/coverage';
import { originsOf } from '../timeline/timeline';
import { entityStatus } from './entity';
import { type CurrentFacts, currentFacts, entityFacts } from './facts';
import { groupHealth } from './group';
import { issuesBetween, shownIssues } from './issues';
import { lookedFor } from './lookedFor';
import { type Past, pastOf, withPast } from './past';
import { pastStatus } from './pastStatus';
import { countsOf } from './rollUp';
import { healthOf, partsOf, shownStatuses } from './shown';
import { thirdParties } from './thirdParties';
import { withUpstream } from './upstream';
import { workloadRows } from './workloadRows';

const DAY_MS = 86_400_000;
const DEPENDENCIES_DEGREE = 4;
/** What should have a workload. */
const BOUND_KINDS = ['Component', 'Resource'];

/** @internal */
export interface HealthAnswerOptions {
  store: Store;
  board: StatusBoard;
  environments: Environments;
  environmentOrder: readonly string[];
  alertSources: readonly string[];
  reader: Reader;
  entity: StoredEntity;
  channel?: string;
  /** How far history and closed issues reach back. */
  days: number;
  /** The moment that is asked for; absent: now. */
  at?: number;
  now: number;
}

/**
 * What is wrong with an entity, since when, and how it is known. Of a moment in the past only issues and alerts are known, no
 * workload's replicas.
 * @internal
 */
export async function healthAnswer(
  options: HealthAnswerOptions,
): Promise<EntityHealth> {
  const answer = await ownAnswer(options);
  const entry = options.board.get(options.entity.id);
  const isSystem = options.entity.kind === 'System' && entry !== undefined;
  if (!isSystem || options.at !== undefined) return answer;
  const from = Date.parse(answer.window.from);
  const group = await groupHealth({
    ...options,
    members: partsOf(options.board, entry),
    coverage: await coverageOf(options, from, options.now),
    from,
    to: options.now,
  });
  const status = (
    await shownStatuses(options.board, options.reader, [options.entity.id])
  )(options.entity.id);
  const { statuses: _, historyOf, issues, alerts, closed, ...parts } = group;
  return {
    ...answer,
    ...status,
    ...parts,
    issues: [...answer.issues, ...issues],
    alerts: [...answer.alerts, ...alerts],
    closed: {
      count: answer.closed.count + closed.count,
      events: [...answer.closed.events, ...closed.events],
    },
    history: historyOf(status.environments),
  };
}

/** By what is bound to the entity itself. */
async function ownAnswer(options: HealthAnswerOptions): Promise<EntityHealth> {
  const { store, board, environments, entity, now } = options;
  const isPast = options.at !== undefined;
  const at = options.at ?? now;
  const from = at - options.days * DAY_MS;
  const reach = await reachOf(options, 'upstream', DEPENDENCIES_DEGREE, at);
  const [own, ...dependencies] = reach.lanes;
  const coverage = await coverageOf(options, from, at);
  const current = coverage.filter(({ to }) => to === undefined);
  const facts = (
    await currentFacts(store, { ...options, coverage: current }, [entity.id])
  ).get(entity.id)!;
  const events = await issuesBetween(store, {
    subjectIds: own.bindings.map(({ subjectId }) => subjectId),
    from,
    to: at,
  });
  const past: Past = {
    workloads: facts.workloads,
    judges: facts.judges.map(({ origin }) => origin),
    events,
    coverage,
  };
  const rules = {
    isProduction: environments.isProduction,
    order: options.environmentOrder,
  };
  const status = isPast
    ? pastStatus(past, { ...rules, at })
    : withUpstream(
        entityStatus(entityFacts(facts, rules)),
        dependencies.flatMap(lane => {
          const known = board.get(lane.entity.id);
          return lane.place.degree === 1 && known
            ? [{ title: lane.place.title, status: known.own }]
            : [];
        }),
      );
  const statusOf = await shownStatuses(
    board,
    options.reader,
    dependencies.map(lane => lane.entity.id),
  );
  const told = dependencies.map(({ place, entity: { id } }) => ({
    ...place,
    health: healthOf(statusOf(id)),
  }));
  return {
    ...status,
    entityRef: entity.ref,
    at: timestampOf(at),
    workloads: isPast ? [] : workloadRows(facts.workloads, facts.issues, now),
    ...(await shownIssues({ ...options, lanes: [own], events, at })),
    window: { from: timestampOf(from), to: timestampOf(at) },
    history: pastOf({
      ...past,
      from,
      to: at,
      environments: withPast(status.environments, facts.workloads),
    }),
    dependencies: told,
    dependenciesWithheld: reach.withheld,
    rollUp: countsOf(told.map(({ health }) => health.status)),
    dependents: await dependentsOf(options, at),
    thirdParties: thirdParties({
      board,
      dependencies,
      statusOf,
      coverage: current,
    }),
    ...(isPast || !isUnbound(entity, facts)
      ? {}
      : { lookedFor: await lookedFor(store, entity) }),
    coverage: relevantCoverage(current, originsOf(reach.lanes)),
    ...(options.channel ? { channel: options.channel } : {}),
  };
}

function isUnbound({ kind }: StoredEntity, { workloads }: CurrentFacts) {
  return BOUND_KINDS.includes(kind) && workloads.every(({ row }) => row.goneAt);
}

function reachOf(
  { store, reader, entity }: HealthAnswerOptions,
  direction: 'upstream' | 'downstream',
  degree: number,
  at: number,
) {
  return neighbourhood({
    sql: store.sql,
    reader,
    entity,
    degree,
    direction,
    at,
  });
}

async function dependentsOf(
  options: HealthAnswerOptions,
  at: number,
): Promise<EntityHealth['dependents']> {
  const { lanes, withheld } = await reachOf(options, 'downstream', 1, at);
  const ids = lanes.slice(1).map(lane => lane.entity.id);
  const statusOf = await shownStatuses(options.board, options.reader, ids);
  return {
    ...countsOf(ids.map(id => statusOf(id).status)),
    withheld,
  };
}

/** Who watched what meanwhile. @internal */
export async function coverageOf(
  { store, now }: Pick<HealthAnswerOptions, 'store' | 'now'>,
  from: number,
  at: number,
): Promise<CoverageInterval[]> {
  return coverageIntervals(
    await coverageBetween(store.sql, { from, to: Math.max(now, at) + 1 }),
    now,
  );
}
