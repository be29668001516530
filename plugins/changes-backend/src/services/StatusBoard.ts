import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { type EntityStatus, entityStatus } from '../health/entity';
import { currentCoverage, currentFacts } from '../health/facts';
import type { RowClocks } from '../health/RowClocks';
import { type Workload, workloadFindings } from '../health/workload';
import type { Environments } from '../ingest/environments';
import type { Store } from '../store/Store';
import type { StoredEvent } from '../store/rows';
import { entitiesOfSubjects } from '../store/questions/bindings';
import {
  type Link,
  linkFilter,
  newestFirst,
  newestLinks,
} from '../store/questions/links';
import {
  type StoredEntity,
  entitiesAfter,
  entitiesByIds,
} from '../store/questions/entities';

const CHUNK_SIZE = 100;
/** A cluster's clock may be ahead of ours. */
const LAST_CHANGE_AHEAD_MS = 86_400_000;

/** How one entity is now. @internal */
export interface BoardEntry {
  entity: StoredEntity;
  status: EntityStatus;
  /** Ready and desired replicas of what decides the headline: where it is heard of, else as last seen. */
  ready?: { ready: number; desired: number };
  clusters: string[];
  namespaces: string[];
  images: string[];
  /** Open alerts and health issues, worst first. */
  issues: StoredEvent[];
  subjectIds: number[];
  lastChange?: { at: number; eventId: number };
  /** Look again then although nothing changed; milliseconds. */
  recheckAt?: number;
}

/** @internal */
export interface StatusBoardOptions {
  store: Store;
  environments: Environments;
  environmentOrder: readonly string[];
  clocks: RowClocks;
  logger: LoggerService;
  now: () => number;
}

/**
 * The health of all entities, kept in memory: worked out at start, again for whom a change concerns, and by time.
 * @internal
 */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #entries = new Map<number, BoardEntry>();
  #coverageText = '';

  static create(options: StatusBoardOptions): StatusBoard {
    return new StatusBoard(options);
  }

  private constructor(options: StatusBoardOptions) {
    this.#options = options;
  }

  get(entityId: number): BoardEntry | undefined {
    return this.#entries.get(entityId);
  }

  entries(): BoardEntry[] {
    return [...this.#entries.values()];
  }

  /** All entities anew, a chunk after another. */
  async refreshAll(): Promise<void> {
    const { store, now } = this.#options;
    // Of all entities, so that a change of coverage amid the work, or one that only a few were looked at since, is not taken for known.
    this.#coverageText = textOf(await currentCoverage(store, now()));
    const seen = new Set<number>();
    for (let afterId = 0; ; ) {
      const chunk = await entitiesAfter(store.sql, {
        afterId,
        limit: CHUNK_SIZE,
      });
      if (chunk.length === 0) break;
      afterId = chunk[chunk.length - 1].id;
      for (const { id } of chunk) seen.add(id);
      await this.#compute(chunk);
      await yieldToEventLoop();
    }
    for (const id of this.#entries.keys()) {
      if (!seen.has(id)) this.#entries.delete(id);
    }
  }

  /** The entities that claim these subjects, anew. */
  async refreshSubjects(subjectIds: readonly number[]): Promise<void> {
    const { store } = this.#options;
    const bindings = await entitiesOfSubjects(store.sql, subjectIds);
    const touched = new Set(subjectIds);
    const ids = new Set(bindings.map(({ entityId }) => entityId));
    // Those that claimed one until now, too: its labels may have changed.
    for (const [id, entry] of this.#entries) {
      if (entry.subjectIds.some(subjectId => touched.has(subjectId))) {
        ids.add(id);
      }
    }
    await this.refreshEntities([...ids]);
  }

  async refreshEntities(ids: readonly number[]): Promise<void> {
    const { store } = this.#options;
    for (let i = 0; i < ids.length; i += CHUNK_SIZE) {
      await this.#compute(
        await entitiesByIds(store.sql, ids.slice(i, i + CHUNK_SIZE)),
      );
    }
  }

  /**
   * What time alone changes: a grace that ran out, a source that fell silent.
   * @returns whether the coverage became another.
   */
  async tick(): Promise<boolean> {
    const { store, now } = this.#options;
    const coverage = await currentCoverage(store, now());
    if (textOf(coverage) !== this.#coverageText) {
      await this.refreshAll();
      return true;
    }
    const due = [...this.#entries].filter(
      ([, { recheckAt }]) => recheckAt !== undefined && recheckAt <= now(),
    );
    await this.refreshEntities(due.map(([id]) => id));
    return false;
  }

  async #compute(entities: readonly StoredEntity[]): Promise<void> {
    const { store, environments, environmentOrder, clocks, now } =
      this.#options;
    const at = now();
    const coverage = await currentCoverage(store, at);
    const facts = await currentFacts(
      store,
      { environments, clocks, coverage },
      entities.map(({ id }) => id),
    );
    const changes = await lastChanges(
      store,
      [...facts.values()].flatMap(({ bindings }) =>
        bindings.map(({ subjectId }) => subjectId),
      ),
      at,
    );
    for (const entity of entities) {
      const own = facts.get(entity.id);
      if (!own) continue;
      const status = entityStatus({
        workloads: own.workloads,
        alerts: own.alerts,
        isProduction: environments.isProduction,
        order: environmentOrder,
      });
      const live = own.workloads.filter(({ row }) => !row.goneAt);
      this.#entries.set(entity.id, {
        entity,
        status,
        ready: readyOf(live, status),
        clusters: unique(live.map(({ row }) => row.cluster)),
        namespaces: unique(live.map(({ row }) => row.namespace)),
        images: unique(
          live.flatMap(({ row }) =>
            row.summary?.type === 'workload'
              ? Object.values(row.summary.images)
              : [],
          ),
        ),
        issues: worstFirst([...own.alerts, ...own.issues]),
        subjectIds: own.bindings.map(({ subjectId }) => subjectId),
        lastChange: own.bindings
          .flatMap(({ subjectId }) => changes.get(subjectId) ?? [])
          .sort(newestFirst)[0],
        recheckAt: earliest(
          own.workloads.map(workload => recheckOf(workload, at)),
        ),
      });
    }
  }
}

async function lastChanges(
  { sql, words }: Store,
  subjectIds: readonly number[],
  at: number,
): Promise<Map<number, Link>> {
  const filter = await linkFilter(sql, words, { type: ['change'] }, []);
  const streams = await sql.read(connection =>
    newestLinks(connection, {
      subjectIds: [...new Set(subjectIds)],
      from: 0,
      to: at + LAST_CHANGE_AHEAD_MS,
      filter,
      limit: 1,
    }),
  );
  return new Map(streams.map(([link]) => [link.subjectId, link]));
}

const SEVERITY_ORDER = ['critical', 'error', 'warning', 'info', 'unknown'];

/** Worst first, then oldest. @internal */
export function worstFirst<
  T extends Pick<StoredEvent, 'severity' | 'startedAt'>,
>(events: readonly T[]): T[] {
  return [...events].sort(
    (a, b) =>
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      a.startedAt.localeCompare(b.startedAt),
  );
}

function readyOf(
  workloads: Parameters<typeof entityStatus>[0]['workloads'],
  status: EntityStatus,
): BoardEntry['ready'] {
  const production = status.environments.filter(env => env.production);
  const deciding = new Set(
    (production.length > 0 ? production : status.environments).map(
      ({ name }) => name,
    ),
  );
  const known = workloads.filter(({ environment }) =>
    deciding.has(environment),
  );
  const heard = known.filter(({ watch }) => watch.state === 'live');
  const counted = (heard.length > 0 ? heard : known).flatMap(({ row }) =>
    row.summary?.type === 'workload' ? [row.summary] : [],
  );
  if (counted.length === 0) return undefined;
  return {
    ready: counted.reduce((sum, { ready }) => sum + ready, 0),
    desired: counted.reduce((sum, { desired }) => sum + desired, 0),
  };
}

function textOf(coverage: readonly CoverageInterval[]): string {
  return coverage
    .map(({ source, scope, state }) => `${source} ${scope} ${state}`)
    .join('\n');
}

function earliest(times: (number | undefined)[]): number | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

// By the portal's clock.
function recheckOf({ row, now }: Workload, at: number): number | undefined {
  const { recheckAt } = workloadFindings(row, now);
  return recheckAt ? at + Date.parse(recheckAt) - Date.parse(now) : undefined;
}

function unique(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.filter(text => text !== undefined))].sort();
}
