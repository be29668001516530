import type {
  CoverageInterval,
  EntityHealth,
  HealthPart,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { type LaneEntity, ownLane } from '../graph/lanes';
import type { Environments } from '../ingest/environments';
import type { BoardEntry, StatusBoard } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import type { StoredEvent } from '../store/rows';
import { subjectsOfEntities } from '../store/questions/bindings';
import { type EntityStatus, environmentOfIssue } from './entity';
import { type KnownWorkload, currentFacts } from './facts';
import { issuesBetween, shownIssues } from './issues';
import { pastOf, withPast } from './past';
import { countsOf } from './rollUp';
import { healthOf, shownStatuses } from './shown';
import { compareStatus } from './standing';

const CHUNK_SIZE = 100;
/** The history of more is not drawn. */
const HISTORY_PARTS_MAX = 200;
const PARTS_MAX = 500;

/** @internal */
export interface GroupOptions {
  store: Store;
  board: StatusBoard;
  environments: Environments;
  alertSources: readonly string[];
  reader: Reader;
  /** Whoever may see them. */
  members: readonly BoardEntry[];
  /** Of the window. */
  coverage: readonly CoverageInterval[];
  from: number;
  /** Now. */
  to: number;
}

/** How the entities of a System or an owner are, as a reader may see them. @internal */
export interface GroupHealth
  extends Required<
      Pick<EntityHealth, 'parts' | 'partCounts' | 'partsWithheld'>
    >,
    Pick<EntityHealth, 'issues' | 'alerts' | 'closed'> {
  /** Each visible one with its title, for the roll-up. */
  statuses: { title: string; status: EntityStatus }[];
  historyOf(
    environments: EntityStatus['environments'],
  ): EntityHealth['history'];
}

/** @internal */
export async function groupHealth(options: GroupOptions): Promise<GroupHealth> {
  const { store, board, reader, members, coverage, from, to } = options;
  const visible = await reader.visible(members.map(({ entity }) => entity.ref));
  const shown = members.filter(({ entity }) => visible.has(entity.ref));
  const statusOf = await shownStatuses(
    board,
    reader,
    shown.map(({ entity }) => entity.id),
  );
  const parts = shown
    .map(entry => partOf(entry, statusOf(entry.entity.id)))
    .sort(
      (a, b) =>
        compareStatus(a.health.status, b.health.status) ||
        a.title.localeCompare(b.title) ||
        a.entityRef.localeCompare(b.entityRef),
    );
  const events = await issuesBetween(store, {
    subjectIds: [...new Set(shown.flatMap(({ subjectIds }) => subjectIds))],
    from,
    to,
  });
  const workloads = await workloadsOf(options, shown);
  const placed = placedEvents(events, shown, workloads);
  return {
    statuses: shown.map(({ entity }) => ({
      title: entity.title,
      status: statusOf(entity.id),
    })),
    parts: parts.slice(0, PARTS_MAX),
    partCounts: countsOf(parts.map(({ health }) => health.status)),
    partsWithheld: members.length - shown.length,
    ...(await shownIssues({
      store,
      reader,
      lanes: await lanesOf(options, shown, events),
      events,
      at: to,
    })),
    historyOf: environments =>
      workloads === undefined
        ? []
        : pastOf({
            from,
            to,
            environments: withPast(
              environments,
              [...workloads.values()].flat(),
            ),
            workloads: [...workloads.values()].flat(),
            judges: [],
            events: placed,
            coverage,
          }),
  };
}

function partOf(
  { entity, issues, ready }: BoardEntry,
  status: EntityStatus,
): HealthPart {
  return {
    entityRef: entity.ref,
    title: entity.title,
    kind: entity.kind,
    type: entity.type,
    owner: entity.owner,
    system: entity.system,
    health: healthOf(status),
    environments: status.environments.map(environment => ({
      name: environment.name,
      status: environment.status,
    })),
    issueCount: issues.length,
    ...(ready ? { ready } : {}),
  };
}

/** By entity; undefined where there are too many to go through. */
async function workloadsOf(
  { store, environments, alertSources, coverage }: GroupOptions,
  shown: readonly BoardEntry[],
): Promise<Map<number, KnownWorkload[]> | undefined> {
  if (shown.length > HISTORY_PARTS_MAX) return undefined;
  const workloads = new Map<number, KnownWorkload[]>();
  for (let i = 0; i < shown.length; i += CHUNK_SIZE) {
    const facts = await currentFacts(
      store,
      {
        environments,
        alertSources,
        coverage: coverage.filter(({ to }) => to === undefined),
      },
      shown.slice(i, i + CHUNK_SIZE).map(({ entity }) => entity.id),
    );
    for (const [id, known] of facts) workloads.set(id, known.workloads);
  }
  return workloads;
}

// What names no environment is where the workloads are of the one whose it is, not where those of all are.
function placedEvents(
  events: readonly StoredEvent[],
  shown: readonly BoardEntry[],
  workloads: ReadonlyMap<number, KnownWorkload[]> | undefined,
): StoredEvent[] {
  const owners = new Map(
    shown.flatMap(({ entity, subjectIds }) =>
      subjectIds.map(id => [id, entity.id] as const),
    ),
  );
  return events.map(event => {
    const owner = event.subjectIds
      .map(id => owners.get(id))
      .find(id => id !== undefined);
    const own = owner === undefined ? [] : workloads?.get(owner) ?? [];
    return { ...event, environment: environmentOfIssue(event, own) };
  });
}

/** Of those alone of which an event is told. */
async function lanesOf(
  { store }: GroupOptions,
  shown: readonly BoardEntry[],
  events: readonly StoredEvent[],
): Promise<LaneEntity[]> {
  const told = new Set(events.flatMap(({ subjectIds }) => subjectIds));
  const concerned = shown.filter(({ subjectIds }) =>
    subjectIds.some(id => told.has(id)),
  );
  const bindings = await subjectsOfEntities(
    store.sql,
    concerned.map(({ entity }) => entity.id),
  );
  return concerned.map(({ entity }) => ownLane(entity, bindings));
}
