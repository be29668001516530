import {
  type CoverageInterval,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Environments } from '../ingest/environments';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import {
  type StoredEvent,
  type SubjectRecord,
  subjectRowOf,
} from '../store/rows';
import { type Binding, subjectsOfEntities } from '../store/questions/bindings';
import { namedSubjects } from '../store/questions/claims';
import { coverageNow, endedInstances } from '../store/questions/coverage';
import { eventsByRowIds } from '../store/questions/events';
import { type Span, openSpans } from '../store/questions/spans';
import { subjectsByIds } from '../store/questions/subjects';
import { coverageIntervals } from '../timeline/coverage';
import { type EntityFacts, type Judge, UNKNOWN_ENVIRONMENT } from './entity';
import { INCIDENT_KIND } from './verdict';
import { type Watch, type Workload, runningSummary } from './workload';
import { Watches, originOf } from './watch';

const OPEN_MAX = 5000;
const RUNNING = /"type":"(workload|job|schedule)"/;

/** A workload with its row's id. @internal */
export interface KnownWorkload extends Workload {
  id: number;
}

/** What is known of an entity now. @internal */
export interface CurrentFacts {
  bindings: Binding[];
  workloads: KnownWorkload[];
  /** Open alerts of all sources. */
  alerts: StoredEvent[];
  /** Open health issues. */
  issues: StoredEvent[];
  /** Open ones of third parties. */
  incidents: StoredEvent[];
  loose: (StoredEvent & { watch: Watch })[];
  judges: Judge[];
}

/** @internal */
export interface FactsOptions {
  environments: Environments;
  coverage: readonly CoverageInterval[];
  /** Systems that tell alerts. */
  alertSources: readonly string[];
}

/** The coverage that lasts now. @internal */
export async function currentCoverage(
  store: Store,
  now: number,
): Promise<CoverageInterval[]> {
  return coverageIntervals(await coverageNow(store.sql), now).filter(
    ({ to }) => to === undefined,
  );
}

/** What {@link entityStatus} needs. @internal */
export function entityFacts(
  { workloads, alerts, incidents, loose, judges }: CurrentFacts,
  rest: Pick<EntityFacts, 'isProduction' | 'order'>,
): EntityFacts {
  return {
    ...rest,
    workloads,
    alerts: [...alerts, ...incidents],
    loose,
    judges,
  };
}

/** The facts from which the health of entities follows, by entity id. @internal */
export async function currentFacts(
  store: Store,
  options: FactsOptions,
  entityIds: readonly number[],
): Promise<Map<number, CurrentFacts>> {
  const { sql } = store;
  const watches = Watches.create(options.coverage);
  const bindings = await subjectsOfEntities(sql, entityIds);
  const subjectIds = [...new Set(bindings.map(({ subjectId }) => subjectId))];
  const open = await openEvents(store, subjectIds);
  const workloads = await workloadsOf(store, options, {
    subjectIds,
    watches,
    open,
  });
  const left = await leftSubjects(store, bindings, { watches, open });
  const bindingsOf = grouped(bindings, ({ entityId }) => entityId);
  const judges = await judgesOf(
    store,
    options,
    entityIds.filter(
      id =>
        !bindingsOf.get(id)?.some(({ subjectId }) => workloads.has(subjectId)),
    ),
    watches,
  );
  return new Map(
    entityIds.map(entityId => {
      const own = bindingsOf.get(entityId) ?? [];
      const events = [
        ...new Set(own.flatMap(({ subjectId }) => open.get(subjectId) ?? [])),
      ];
      const issues = events.filter(
        ({ type, subjectIds: about }) =>
          type === 'health' &&
          own.some(
            ({ subjectId }) =>
              about.includes(subjectId) && !left.has(subjectId),
          ),
      );
      return [
        entityId,
        {
          bindings: own,
          workloads: own.flatMap(
            ({ subjectId }) => workloads.get(subjectId) ?? [],
          ),
          alerts: events.filter(({ type }) => type === 'alert'),
          issues,
          incidents: events.filter(
            ({ type, kind }) => type === 'change' && kind === INCIDENT_KIND,
          ),
          loose: looseOf(own, issues, workloads, watches),
          judges: judges.get(entityId) ?? [],
        },
      ];
    }),
  );
}

/** By subject. */
async function openEvents(
  store: Store,
  subjectIds: readonly number[],
): Promise<Map<number, StoredEvent[]>> {
  const { sql, words } = store;
  const spans = await allOpenSpans(store, subjectIds);
  const events = await eventsByRowIds(sql, words, [
    ...new Set(spans.map(({ eventId }) => eventId)),
  ]);
  const bySubject = grouped(spans, ({ subjectId }) => subjectId);
  return new Map(
    [...bySubject].map(([subjectId, own]) => [
      subjectId,
      own.flatMap(({ eventId }) => events.get(eventId) ?? []),
    ]),
  );
}

/** By subject. What lies in a cluster that was taken out of the config no longer counts. */
async function workloadsOf(
  { sql }: Store,
  { environments }: FactsOptions,
  context: {
    subjectIds: readonly number[];
    watches: Watches;
    open: ReadonlyMap<number, StoredEvent[]>;
  },
): Promise<Map<number, KnownWorkload>> {
  const { watches, open } = context;
  const records = (await subjectsByIds(sql, context.subjectIds)).filter(
    ({ summary }) => summary !== null && RUNNING.test(summary),
  );
  const isUnheard = ({ subject }: SubjectRecord) => !watches.isHeard(subject);
  const ended = records.some(isUnheard) ? await endedInstances(sql) : [];
  const isEnded = ({ source, subject }: SubjectRecord) =>
    ended.some(
      one =>
        one.source === source &&
        one.instance === parseSubject(subject).parts[0],
    );
  return new Map(
    records.flatMap(record => {
      const row = subjectRowOf(record);
      const summary = runningSummary(row);
      if (!summary || isEnded(record)) return [];
      const environment =
        environments.of({
          cluster: row.cluster,
          namespace: row.namespace,
          ofSubject: record.environment ?? undefined,
        }) ?? UNKNOWN_ENVIRONMENT;
      return [
        [
          record.id,
          {
            id: record.id,
            row,
            summary,
            environment,
            firstSeen: record.first_seen,
            watch: watches.of(row.subject),
            issues: (open.get(record.id) ?? []).filter(
              ({ type }) => type === 'health',
            ),
          },
        ] as const,
      ];
    }),
  );
}

/** In parts where there are too many for one question: what one subject has must not hide what another has. */
async function allOpenSpans(
  store: Store,
  subjectIds: readonly number[],
): Promise<Span[]> {
  const spans = await openSpans(store.sql, {
    subjectIds,
    types: Object.values(TYPE_CODES),
    limit: OPEN_MAX,
  });
  if (spans.length < OPEN_MAX || subjectIds.length < 2) return spans;
  const middle = Math.ceil(subjectIds.length / 2);
  return [
    ...(await allOpenSpans(store, subjectIds.slice(0, middle))),
    ...(await allOpenSpans(store, subjectIds.slice(middle))),
  ];
}

/** Those in clusters that were taken out of the config: nobody will end what was wrong with them, and it no longer counts. */
async function leftSubjects(
  { sql }: Store,
  bindings: readonly Binding[],
  context: {
    watches: Watches;
    open: ReadonlyMap<number, StoredEvent[]>;
  },
): Promise<Set<number>> {
  const unheard = bindings.filter(
    ({ subjectId, subject }) =>
      context.open.get(subjectId)?.some(({ type }) => type === 'health') &&
      !context.watches.isHeard(subject),
  );
  if (unheard.length === 0) return new Set();
  const ended = new Set(
    (await endedInstances(sql)).map(
      ({ source, instance }) => `${source} ${instance}`,
    ),
  );
  return new Set(
    unheard
      .filter(({ subject }) => ended.has(originOf(subject)))
      .map(({ subjectId }) => subjectId),
  );
}

// An issue of a shared object names the workloads that it concerns: then it is theirs.
function looseOf(
  bindings: readonly Binding[],
  issues: readonly StoredEvent[],
  workloads: ReadonlyMap<number, KnownWorkload>,
  watches: Watches,
): CurrentFacts['loose'] {
  const own = new Map(
    bindings.map(({ subjectId, subject }) => [subjectId, subject]),
  );
  return issues.flatMap(issue => {
    const subjects = issue.subjectIds.filter(id => own.has(id));
    if (subjects.some(id => workloads.has(id))) return [];
    return [{ ...issue, watch: watches.of(own.get(subjects[0])!) }];
  });
}

/** The systems whose alerts entities name outright, by entity. */
async function judgesOf(
  { sql }: Store,
  { alertSources }: FactsOptions,
  entityIds: readonly number[],
  watches: Watches,
): Promise<Map<number, Judge[]>> {
  const named = await namedSubjects(sql, { entityIds, sources: alertSources });
  return new Map(
    [...grouped(named, ({ entityId }) => entityId)].map(([entityId, own]) => [
      entityId,
      own.map(({ source, subject }) => ({
        source,
        origin: originOf(subject),
        watch: watches.of(subject),
      })),
    ]),
  );
}

function grouped<K, V>(values: readonly V[], key: (value: V) => K) {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
