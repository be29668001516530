import {
  type ServiceRow,
  type Services,
} from '@ripplehq/backstage-plugin-changes-common';
import type { servicesQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { z } from 'zod';
import type { Reader } from '../access/Reader';
import type { EntityStatus } from '../health/entity';
import { currentCoverage } from '../health/facts';
import { countsOf } from '../health/rollUp';
import { healthOf, shownStatuses } from '../health/shown';
import { compareStatus } from '../health/standing';
import type { Environments } from '../ingest/environments';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { countLinks } from '../store/questions/counts';
import { subjectsOfEntities } from '../store/questions/bindings';
import { eventsByRowIds } from '../store/questions/events';
import { linkFilter } from '../store/questions/links';
import { suspectsAnswer } from '../suspects/answer';
import { Presenter } from '../timeline/present';
import type { BoardEntry, StatusBoard } from './StatusBoard';

const KINDS = ['Component', 'Resource'];
const HOUR_MS = 3_600_000;
const CHANGES_HOURS = 24;
const ISSUES_SHOWN = 3;
/** Causes are worked out for so many of the worst rows of a page. */
const CAUSES_MAX = 5;

type Query = z.output<typeof servicesQuery>;

/** A service with its health as the reader may know it. */
interface Shown extends BoardEntry {
  status: EntityStatus;
}

const ORDERS: Record<Query['sort'], (a: Shown, b: Shown) => number> = {
  health: (a, b) =>
    compareStatus(a.status.status, b.status.status) || latestChange(a, b),
  name: byName,
  'last-change': latestChange,
};

/** @internal */
export interface ServicesOptions {
  store: Store;
  board: StatusBoard;
  environments: Environments;
  reader: Reader;
  query: Query;
  /** Id of the entity that the page before ended with. */
  afterId?: number;
  now: number;
}

/**
 * A page of the explorer.
 * @returns the answer, and the entity's id that the next page begins after.
 * @internal
 */
export async function servicesAnswer(
  options: ServicesOptions,
): Promise<{ answer: Services; nextAfterId?: number }> {
  const { store, board, reader, query, now } = options;
  const all = board
    .entries()
    .filter(({ entity }) => KINDS.includes(entity.kind));
  const visible = await reader.visible(all.map(({ entity }) => entity.ref));
  const seen = all.filter(({ entity }) => visible.has(entity.ref));
  const statusOf = await shownStatuses(
    board,
    reader,
    seen.map(({ entity }) => entity.id),
  );
  const mine = seen.map(entry => ({
    ...entry,
    status: statusOf(entry.entity.id),
  }));
  const matching = mine.filter(entry => matches(entry, query));
  const sorted = matching
    .filter(
      ({ status }) => !query.health || query.health.includes(status.status),
    )
    .sort(ORDERS[query.sort]);
  const start =
    options.afterId === undefined ? 0 : positionAfter(sorted, mine, options);
  const page = sorted.slice(start, start + query.limit);
  const isLast = start + query.limit >= sorted.length;
  return {
    answer: {
      services: await rows(options, page),
      totals: countsOf(matching.map(({ status }) => status.status)),
      facets: facetsOf(mine),
      coverage: await currentCoverage(store, now),
    },
    nextAfterId: isLast ? undefined : page.at(-1)?.entity.id,
  };
}

function latestChange(a: BoardEntry, b: BoardEntry): number {
  return (b.lastChange?.at ?? 0) - (a.lastChange?.at ?? 0) || byName(a, b);
}

function byName(a: BoardEntry, b: BoardEntry): number {
  return (
    a.entity.title.localeCompare(b.entity.title) ||
    a.entity.ref.localeCompare(b.entity.ref)
  );
}

// The list may have moved since: what stands behind the last one shown now is the next.
function positionAfter(
  sorted: readonly Shown[],
  all: readonly Shown[],
  { afterId, query }: ServicesOptions,
): number {
  const last = all.find(({ entity }) => entity.id === afterId);
  if (!last) return 0;
  const index = sorted.findIndex(entry => ORDERS[query.sort](entry, last) > 0);
  return index < 0 ? sorted.length : index;
}

function matches(
  { entity, status, clusters, namespaces, images }: Shown,
  query: Query,
): boolean {
  const any = (wanted: string[] | undefined, values: (string | undefined)[]) =>
    !wanted || wanted.some(word => values.includes(word));
  const text = [
    entity.title,
    entity.ref,
    entity.owner,
    ...namespaces,
    ...images,
  ]
    .join(' ')
    .toLowerCase();
  return (
    any(query.owner, [entity.owner]) &&
    any(query.system, [entity.system]) &&
    any(query.cluster, clusters) &&
    any(query.namespace, namespaces) &&
    any(
      query.environment,
      status.environments.map(({ name }) => name),
    ) &&
    (query.q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every(word => text.includes(word))
  );
}

async function rows(
  options: ServicesOptions,
  page: readonly Shown[],
): Promise<ServiceRow[]> {
  const { store, now } = options;
  const changes = await changesPerHour(store, page, now);
  const last = await eventsByRowIds(
    store.sql,
    store.words,
    page.flatMap(({ lastChange }) => lastChange?.eventId ?? []),
  );
  const bindings = await subjectsOfEntities(
    store.sql,
    page.map(({ entity }) => entity.id),
  );
  const causes = await likelyCauses(options, page);
  return page.map(({ entity, status, ready, issues, lastChange }, index) => {
    const event = lastChange && last.get(lastChange.eventId);
    const presenter = Presenter.create([
      {
        place: {
          entityRef: entity.ref,
          title: entity.title,
          degree: 0,
          path: [entity.ref],
        },
        entity,
        bindings: bindings.filter(({ entityId }) => entityId === entity.id),
      },
    ]);
    return {
      entityRef: entity.ref,
      title: entity.title,
      kind: entity.kind,
      type: entity.type,
      system: entity.system,
      owner: entity.owner,
      health: healthOf(status),
      issues: issues
        .slice(0, ISSUES_SHOWN)
        .map(({ id, title }) => ({ id, title })),
      issueCount: issues.length,
      changes: changes[index],
      ...(event ? { lastChange: presenter.event(event) } : {}),
      ...(ready ? { ready } : {}),
      environments: status.environments.map(environment => ({
        name: environment.name,
        status: environment.status,
      })),
      ...(causes.has(entity.ref)
        ? { likelyCause: causes.get(entity.ref) }
        : {}),
    };
  });
}

async function changesPerHour(
  store: Store,
  page: readonly BoardEntry[],
  now: number,
): Promise<number[][]> {
  const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const from = to - CHANGES_HOURS * HOUR_MS;
  const counts = await countLinks(store.sql, {
    lanes: page.map(({ subjectIds }) => ({ subjectIds, to })),
    from,
    bucketMs: HOUR_MS,
    filter: await linkFilter(store.sql, store.words, { type: ['change'] }, []),
  });
  const hours = page.map(() => new Array<number>(CHANGES_HOURS).fill(0));
  for (const { lane, type, bucket, n } of counts) {
    if (type === TYPE_CODES.change) hours[lane][bucket] += n;
  }
  return hours;
}

async function likelyCauses(
  options: ServicesOptions,
  page: readonly Shown[],
): Promise<Map<string, ServiceRow['likelyCause']>> {
  const ill = page
    .filter(({ status }) => status.status === 'unhealthy')
    .slice(0, CAUSES_MAX);
  const causes = new Map<string, ServiceRow['likelyCause']>();
  for (const { entity } of ill) {
    const { suspects, noChange } = await suspectsAnswer({
      ...options,
      entity,
      at: options.now,
    });
    const [first] = suspects;
    if (first && first.probability > noChange) {
      causes.set(entity.ref, {
        eventId: first.event.id,
        title: first.event.title,
        probability: first.probability,
        degree: first.lane.degree,
      });
    }
  }
  return causes;
}

function facetsOf(entries: readonly Shown[]): Services['facets'] {
  const distinct = (values: (entry: Shown) => (string | undefined)[]) =>
    [
      ...new Set(entries.flatMap(values).filter(value => value !== undefined)),
    ].sort();
  return {
    environments: distinct(({ status }) =>
      status.environments.map(({ name }) => name),
    ),
    clusters: distinct(({ clusters }) => clusters),
    namespaces: distinct(({ namespaces }) => namespaces),
    systems: distinct(({ entity }) => [entity.system]),
    owners: distinct(({ entity }) => [entity.owner]),
  };
}
