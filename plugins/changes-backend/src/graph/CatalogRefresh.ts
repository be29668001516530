import { setTimeout as wait } from 'node:timers/promises';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATIONS } from '@ripplehq/backstage-plugin-changes-common';
import type { Sql } from '../store/Sql';
import {
  type CatalogEntity,
  finishCatalog,
  writeEntities,
} from '../store/catalog';
import { type ClaimOptions, claimsOf } from './claims';
import { type EntityRelations, edgesOf, relationsOf } from './edges';

const KINDS = ['Component', 'Resource', 'API', 'System'];
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.type',
  'spec.owner',
  'spec.system',
  'relations',
];
const PAGE_SIZE = 500;
const KUBERNETES_CLUSTER_TYPE = 'kubernetes-cluster';
/** While a catalog is empty, as at a portal's first start: a pass over nothing costs nothing. */
const REST_MS_WHILE_EMPTY = 500;
/** While it fills up. */
const REST_MS_WHILE_FILLING = 1000;
/** A pass over a large catalog takes long: this many times as long it is then left alone. */
const REST_FACTOR = 10;

/** What a pass over the catalog found. */
type Found = 'nothing' | 'news' | 'the same';

/** @internal */
export interface CatalogRefreshOptions {
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  sql: Sql;
  refreshSeconds: number;
  matchLabels: string[];
  githubHosts: readonly string[];
  pagerdutyAccount: string;
  /** The portal finds an entity's clusters by its relations to resources that are clusters. */
  clustersByRelation: boolean;
  now: () => number;
}

/**
 * Copies what Ripple needs of the catalog into the store: entities, claims, edges. One page after another, so that neither the
 * catalog nor the event loop is held.
 * @internal
 */
export class CatalogRefresh {
  readonly #options: CatalogRefreshOptions;
  readonly #listeners = new Set<() => void>();

  static create(options: CatalogRefreshOptions): CatalogRefresh {
    return new CatalogRefresh(options);
  }

  private constructor(options: CatalogRefreshOptions) {
    this.#options = options;
  }

  /** Tells when entities, claims or edges became others. */
  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Refreshes until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { logger, refreshSeconds } = this.#options;
    while (!signal.aborted) {
      let found: Found = 'news';
      const begun = performance.now();
      try {
        found = await this.#pass(signal);
      } catch (error) {
        if (signal.aborted) return;
        logger.warn(
          `The catalog could not be read, entities and dependencies stay as they were: ${error}`,
        );
      }
      const ms = restMs(found, performance.now() - begun);
      await wait(Math.min(ms, refreshSeconds * 1000), undefined, {
        signal,
        ref: false,
      }).catch(() => {});
    }
  }

  /** One pass over the whole catalog. @returns whether anything differed, or there is nothing yet. */
  async refresh(signal: AbortSignal): Promise<boolean> {
    return (await this.#pass(signal)) !== 'the same';
  }

  async #pass(signal: AbortSignal): Promise<Found> {
    const { catalog, auth, sql, now } = this.#options;
    const at = now();
    const refs = new Set<string>();
    const relations: EntityRelations[] = [];
    const clusters = new Map<string, string>();
    let changed = false;
    const credentials = await auth.getOwnServiceCredentials();
    const pages = catalog.streamEntities(
      { filter: { kind: KINDS }, fields: FIELDS, pageSize: PAGE_SIZE },
      { credentials },
    );
    const waiting: Entity[] = [];
    for await (const page of pages) {
      signal.throwIfAborted();
      for (const entity of page) {
        const relationsOfEntity = relationsOf(entity);
        refs.add(relationsOfEntity.ref);
        relations.push(relationsOfEntity);
        if (this.#isCluster(entity)) {
          clusters.set(relationsOfEntity.ref, entity.metadata.name);
        }
      }
      // Which cluster an entity lives in may be known only after the last page.
      if (this.#options.clustersByRelation) waiting.push(...page);
      else if (await this.#write(page, clusters)) changed = true;
    }
    for (let i = 0; i < waiting.length; i += PAGE_SIZE) {
      signal.throwIfAborted();
      if (await this.#write(waiting.slice(i, i + PAGE_SIZE), clusters)) {
        changed = true;
      }
    }
    const edges = edgesOf(relations, ref => clusters.has(ref));
    if (await finishCatalog(sql, { refs, edges, at })) changed = true;
    if (changed) for (const listener of this.#listeners) listener();
    if (refs.size === 0) return 'nothing';
    return changed ? 'news' : 'the same';
  }

  /**
   * One entity that the store does not know yet; its edges come with the next pass.
   * @returns false when the catalog has none of this name, or one of a kind that is not kept.
   */
  async refreshEntity(ref: string): Promise<boolean> {
    const { catalog, auth } = this.#options;
    const entity = await catalog.getEntityByRef(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!entity || !KINDS.includes(entity.kind)) return false;
    await this.#write([entity], new Map());
    return true;
  }

  #isCluster(entity: Entity): boolean {
    return (
      this.#options.clustersByRelation &&
      entity.kind === 'Resource' &&
      entity.spec?.type === KUBERNETES_CLUSTER_TYPE
    );
  }

  #write(
    entities: Entity[],
    clusters: ReadonlyMap<string, string>,
  ): Promise<boolean> {
    const {
      sql,
      matchLabels,
      githubHosts,
      pagerdutyAccount,
      clustersByRelation,
    } = this.#options;
    return writeEntities(
      sql,
      entities.map(entity =>
        catalogEntity(entity, {
          matchLabels,
          githubHosts,
          pagerdutyAccount,
          clusters: clustersByRelation
            ? relationsOf(entity).relations.flatMap(({ type, target }) =>
                type === 'dependsOn' ? clusters.get(target) ?? [] : [],
              )
            : undefined,
        }),
      ),
    );
  }
}

function restMs(found: Found, passMs: number): number {
  switch (found) {
    case 'nothing':
      return REST_MS_WHILE_EMPTY;
    case 'news':
      return Math.max(REST_MS_WHILE_FILLING, REST_FACTOR * passMs);
    default:
      return Infinity;
  }
}

const KEPT_ANNOTATIONS = new Set<string>(Object.values(ANNOTATIONS));

function catalogEntity(entity: Entity, options: ClaimOptions): CatalogEntity {
  return {
    ref: lower(stringifyEntityRef(entity)),
    title: entity.metadata.title,
    kind: entity.kind,
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
    type: text(entity.spec?.type),
    owner: targetOf(entity, RELATION_OWNED_BY, '') ?? text(entity.spec?.owner),
    system: targetOf(entity, RELATION_PART_OF, 'system:'),
    annotations: Object.fromEntries(
      Object.entries(entity.metadata.annotations ?? {}).filter(([key]) =>
        KEPT_ANNOTATIONS.has(key),
      ),
    ),
    claims: claimsOf(entity, options),
  };
}

function targetOf(
  entity: Entity,
  type: string,
  prefix: string,
): string | undefined {
  return entity.relations
    ?.filter(relation => relation.type === type)
    .map(({ targetRef }) => lower(targetRef))
    .find(ref => ref.startsWith(prefix));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
