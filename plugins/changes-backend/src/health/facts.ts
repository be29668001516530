import {
  type CoverageInterval,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Environments } from '../ingest/environments';
import type { Store } from '../store/Store';
import { type StoredEvent, subjectRowOf, timestampOf } from '../store/rows';
import { type Binding, subjectsOfEntities } from '../store/questions/bindings';
import { coverageNow, endedInstances } from '../store/questions/coverage';
import { eventsByRowIds } from '../store/questions/events';
import { openIssues } from '../store/questions/spans';
import { subjectsByIds } from '../store/questions/subjects';
import { coverageIntervals } from '../timeline/coverage';
import { UNKNOWN_ENVIRONMENT } from './entity';
import type { RowClocks } from './RowClocks';
import { watchOf } from './watch';
import type { Workload } from './workload';

const OPEN_ISSUES_MAX = 5000;

/** What is known of an entity now. @internal */
export interface CurrentFacts {
  bindings: Binding[];
  workloads: Workload[];
  /** Open alerts of all sources. */
  alerts: StoredEvent[];
  /** Open health issues. */
  issues: StoredEvent[];
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

/** The facts from which the health of entities follows, by entity id. @internal */
export async function currentFacts(
  store: Store,
  options: {
    environments: Environments;
    clocks: RowClocks;
    coverage: readonly CoverageInterval[];
  },
  entityIds: readonly number[],
): Promise<Map<number, CurrentFacts>> {
  const { sql, words } = store;
  const { environments, clocks, coverage } = options;
  const bindings = await subjectsOfEntities(sql, entityIds);
  const subjectIds = [...new Set(bindings.map(({ subjectId }) => subjectId))];
  const [records, spans] = [
    await subjectsByIds(sql, subjectIds),
    await openIssues(sql, { subjectIds, limit: OPEN_ISSUES_MAX }),
  ];
  const events = await eventsByRowIds(sql, words, [
    ...new Set(spans.map(({ eventId }) => eventId)),
  ]);
  const ended = await endedInstances(sql);
  const workloads = new Map(
    records
      .filter(
        record =>
          record.summary?.includes('"workload"') &&
          !ended.some(
            ({ source, instance }) =>
              source === record.source &&
              instance === parseSubject(record.subject).parts[0],
          ),
      )
      .map(record => {
        const row = subjectRowOf(record);
        const environment =
          environments.of({
            cluster: row.cluster,
            namespace: row.namespace,
            ofSubject: record.environment ?? undefined,
          }) ?? UNKNOWN_ENVIRONMENT;
        return [
          record.id,
          {
            row,
            environment,
            firstSeen: record.first_seen,
            watch: watchOf(row.subject, coverage),
            now: timestampOf(clocks.nowOf(record.id, record.observed_at)),
          },
        ] as const;
      }),
  );
  const eventsOf = new Map<number, StoredEvent[]>();
  for (const { subjectId, eventId } of spans) {
    const event = events.get(eventId);
    if (event) push(eventsOf, subjectId, event);
  }
  return new Map(
    entityIds.map(entityId => {
      const own = bindings.filter(binding => binding.entityId === entityId);
      const open = [
        ...new Set(
          own.flatMap(({ subjectId }) => eventsOf.get(subjectId) ?? []),
        ),
      ];
      return [
        entityId,
        {
          bindings: own,
          workloads: own.flatMap(
            ({ subjectId }) => workloads.get(subjectId) ?? [],
          ),
          alerts: open.filter(({ type }) => type === 'alert'),
          issues: open.filter(({ type }) => type === 'health'),
        },
      ];
    }),
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
