import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { type EntityStatus, entityStatus } from '../health/entity';
import {
  type KnownWorkload,
  currentCoverage,
  currentFacts,
  entityFacts,
} from '../health/facts';
import { type Upstream, withUpstream } from '../health/upstream';
import { worstFirst } from '../health/verdict';
import { originOf } from '../health/watch';
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
import { directlyNeeded } from '../store/questions/reach';
import { ReverseIndex } from './ReverseIndex';

const CHUNK_SIZE = 100;
/** A cluster's clock may be ahead of ours. */
const LAST_CHANGE_AHEAD_MS = 86_400_000;

/** How one entity is now. @internal */
export interface BoardEntry {
  entity: StoredEntity;
  /** By its own facts alone, see {@link StatusBoard.statusOf}. */
  own: EntityStatus;
  /** Ids of the entities that it directly needs. */
  needs: number[];
  /** Ready and desired replicas of what decides the headline: where it is heard of, else as last seen. */
  ready?: { ready: number; desired: number };
  clusters: string[];
  namespaces: string[];
  images: string[];
  /** Open alerts, health issues and incidents, worst first. */
  issues: StoredEvent[];
  subjectIds: number[];
  lastChange?: { at: number; eventId: number };
}

/** @internal */
export interface StatusBoardOptions {
  store: Store;
  environments: Environments;
  environmentOrder: readonly string[];
  /** Systems that tell alerts. */
  alertSources: readonly string[];
  logger: LoggerService;
  now: () => number;
}

/**
 * The health of all entities by their own facts, kept in memory: worked out at start, and again for whom a change or a source's silence
 * concerns, and for them alone.
 * @internal
 */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #entries = new Map<number, BoardEntry>();
  readonly #bySubject = ReverseIndex.create<number>();
  readonly #byOrigin = ReverseIndex.create<string>();
  /** By origin, how all entities know it. */
  #coverage = new Map<string, string>();

  static create(options: StatusBoardOptions): StatusBoard {
    return new StatusBoard(options);
  }

  private constructor(options: StatusBoardOptions) {
    this.#options = options;
  }

  /** Names of environments in the order of the config. */
  get environmentOrder(): readonly string[] {
    return this.#options.environmentOrder;
  }

  get(entityId: number): BoardEntry | undefined {
    return this.#entries.get(entityId);
  }

  entries(): BoardEntry[] {
    return [...this.#entries.values()];
  }

  /**
   * An entity's health, with what it directly needs.
   * @param isVisible - whether the reader may know of an entity that it needs
   */
  statusOf(
    { own, needs }: BoardEntry,
    isVisible: (entityRef: string) => boolean,
  ): EntityStatus {
    return withUpstream(
      own,
      this.#illNeeds(needs)
        .filter(({ entity }) => isVisible(entity.ref))
        .map(
          (entry): Upstream => ({
            title: entry.entity.title,
            status: entry.own,
          }),
        ),
    );
  }

  /** Refs of entities that are unhealthy, and that one of these directly needs. */
  illNeedsOf(entityIds: readonly number[]): string[] {
    const needs = entityIds.flatMap(id => this.#entries.get(id)?.needs ?? []);
    return this.#illNeeds([...new Set(needs)]).map(({ entity }) => entity.ref);
  }

  /** All entities anew, a chunk after another. */
  async refreshAll(): Promise<void> {
    const { store, now } = this.#options;
    // Of all entities, so that a change of coverage amid the work, or one that only a few were looked at since, is not taken for known.
    this.#coverage = textsOf(await currentCoverage(store, now()));
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
      if (!seen.has(id)) this.#forget(id);
    }
  }

  /** The entities that claim these subjects, anew. */
  async refreshSubjects(subjectIds: readonly number[]): Promise<void> {
    const { store } = this.#options;
    const bindings = await entitiesOfSubjects(store.sql, subjectIds);
    // Those that claimed one until now, too: its labels may have changed.
    await this.refreshEntities([
      ...new Set([
        ...bindings.map(({ entityId }) => entityId),
        ...subjectIds.flatMap(id => [...this.#bySubject.of(id)]),
      ]),
    ]);
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
   * What time alone changes: a source that fell silent.
   * @returns whether the coverage became another.
   */
  async tick(): Promise<boolean> {
    const { store, now } = this.#options;
    const known = this.#coverage;
    const coverage = textsOf(await currentCoverage(store, now()));
    this.#coverage = coverage;
    const changed = [...new Set([...known.keys(), ...coverage.keys()])].filter(
      origin => known.get(origin) !== coverage.get(origin),
    );
    await this.refreshEntities([
      ...new Set(changed.flatMap(origin => [...this.#byOrigin.of(origin)])),
    ]);
    return changed.length > 0;
  }

  #illNeeds(needs: readonly number[]): BoardEntry[] {
    return needs.flatMap(id => {
      const entry = this.#entries.get(id);
      const isIll = entry?.own.environments.some(
        ({ status }) => status === 'unhealthy',
      );
      return entry && isIll ? [entry] : [];
    });
  }

  #forget(id: number): void {
    this.#entries.delete(id);
    this.#bySubject.delete(id);
    this.#byOrigin.delete(id);
  }

  async #compute(entities: readonly StoredEntity[]): Promise<void> {
    const { store, environments, environmentOrder, now } = this.#options;
    const at = now();
    const ids = entities.map(({ id }) => id);
    const coverage = await currentCoverage(store, at);
    const facts = await currentFacts(
      store,
      { ...this.#options, coverage },
      ids,
    );
    const needs = await directlyNeeded(store.sql, ids);
    const changes = await lastChanges(
      store,
      [...facts.values()].flatMap(({ bindings }) =>
        bindings.map(({ subjectId }) => subjectId),
      ),
      at,
    );
    for (const entity of entities) {
      const known = facts.get(entity.id);
      if (!known) continue;
      const status = entityStatus(
        entityFacts(known, {
          isProduction: environments.isProduction,
          order: environmentOrder,
        }),
      );
      const { bindings, judges } = known;
      const live = known.workloads.filter(({ row }) => !row.goneAt);
      const subjectIds = bindings.map(({ subjectId }) => subjectId);
      this.#bySubject.put(entity.id, subjectIds);
      this.#byOrigin.put(entity.id, [
        ...bindings.map(({ subject }) => originOf(subject)),
        ...judges.map(({ origin }) => origin),
      ]);
      this.#entries.set(entity.id, {
        entity,
        own: status,
        needs: needs.get(entity.id) ?? [],
        ready: readyOf(live, status),
        clusters: unique(live.map(({ row }) => row.cluster)),
        namespaces: unique(live.map(({ row }) => row.namespace)),
        images: unique(
          live.flatMap(({ summary }) => Object.values(summary.images ?? {})),
        ),
        issues: worstFirst([
          ...known.alerts,
          ...known.issues,
          ...known.incidents,
        ]),
        subjectIds,
        lastChange: subjectIds
          .flatMap(id => changes.get(id) ?? [])
          .sort(newestFirst)[0],
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

function readyOf(
  workloads: readonly KnownWorkload[],
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
  const counted = (heard.length > 0 ? heard : known).flatMap(({ summary }) =>
    summary.type === 'workload' ? [summary] : [],
  );
  if (counted.length === 0) return undefined;
  return {
    ready: counted.reduce((sum, { ready }) => sum + ready, 0),
    desired: counted.reduce((sum, { desired }) => sum + desired, 0),
  };
}

/** By origin. */
function textsOf(coverage: readonly CoverageInterval[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { source, instance, scope, state } of coverage) {
    const origin = `${source} ${instance}`;
    texts.set(origin, `${texts.get(origin) ?? ''}${scope} ${state}\n`);
  }
  return texts;
}

function unique(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.filter(text => text !== undefined))].sort();
}
