import {
  type ChangeEvent,
  type EntityHealth,
  type Evidence,
  changesDetailReadPermission,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { neighbourhood } from '../graph/lanes';
import type { Environments } from '../ingest/environments';
import { type StatusBoard, worstFirst } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { type StoredEvent, timestampOf } from '../store/rows';
import { coverageBetween } from '../store/questions/coverage';
import { evidenceOf } from '../store/questions/details';
import type { StoredEntity } from '../store/questions/entities';
import { eventsByRowIds } from '../store/questions/events';
import { spansOverlapping } from '../store/questions/spans';
import { coverageIntervals, relevantCoverage } from '../timeline/coverage';
import { Presenter } from '../timeline/present';
import { healthOf, originsOf } from '../timeline/timeline';
import {
  UNKNOWN_ENVIRONMENT,
  compareStatus,
  entityStatus,
  environmentOfIssue,
} from './entity';
import { currentFacts } from './facts';
import { pastOf, statusOfIssue } from './past';
import type { RowClocks } from './RowClocks';
import { type Workload, workloadHealth } from './workload';

const HISTORY_MS = 7 * 86_400_000;
const DEPENDENCIES_DEGREE = 4;
const ISSUES_MAX = 2000;
/** A deleted workload is told of for so long. */
const GONE_SHOWN_MS = 86_400_000;

/** @internal */
export interface HealthAnswerOptions {
  store: Store;
  board: StatusBoard;
  environments: Environments;
  clocks: RowClocks;
  environmentOrder: readonly string[];
  reader: Reader;
  entity: StoredEntity;
  channel?: string;
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
  const { store, board, environments, reader, entity, now } = options;
  const at = options.at ?? now;
  const reach = await neighbourhood({
    sql: store.sql,
    reader,
    entity,
    degree: DEPENDENCIES_DEGREE,
    direction: 'upstream',
    at,
  });
  const [own, ...dependencies] = reach.lanes;
  const from = at - HISTORY_MS;
  const intervals = coverageIntervals(
    await coverageBetween(store.sql, { from, to: Math.max(now, at) + 1 }),
    now,
  );
  const current = intervals.filter(({ to }) => to === undefined);
  const facts = (
    await currentFacts(store, { ...options, coverage: current }, [entity.id])
  ).get(entity.id)!;
  const spans = await spansOverlapping(store.sql, {
    subjectIds: own.bindings.map(({ subjectId }) => subjectId),
    types: [TYPE_CODES.alert, TYPE_CODES.health],
    endedAfter: from,
    startedBefore: at + 1,
    limit: ISSUES_MAX,
  });
  const past = [
    ...(
      await eventsByRowIds(store.sql, store.words, [
        ...new Set(spans.map(({ eventId }) => eventId)),
      ])
    ).values(),
  ];
  const open = past.filter(event => (event.endedAtMs ?? Infinity) > at);
  const status =
    options.at === undefined
      ? entityStatus({
          workloads: facts.workloads,
          alerts: open.filter(({ type }) => type === 'alert'),
          isProduction: environments.isProduction,
          order: options.environmentOrder,
        })
      : pastStatus(options, facts.workloads, past, intervals, at);
  const presenter = Presenter.create([own]);
  const evidence = await shownEvidence(options, open);
  const present = (
    event: StoredEvent,
  ): ChangeEvent & { evidence: Evidence[] } => ({
    ...presenter.event(event),
    evidence: evidence.get(event.rowId) ?? [],
  });
  const worst = worstFirst(open);
  return {
    ...status,
    entityRef: entity.ref,
    at: timestampOf(at),
    workloads:
      options.at === undefined ? workloadRows(facts.workloads, now) : [],
    issues: worst.filter(({ type }) => type === 'health').map(present),
    alerts: worst.filter(({ type }) => type === 'alert').map(present),
    history: pastOf({
      from,
      to: at,
      environments: status.environments.map(({ name }) => name),
      workloads: facts.workloads,
      events: past,
      coverage: intervals,
    }),
    dependencies: dependencies.map(({ place, entity: { id } }) => ({
      ...place,
      health: healthOf(board, id),
    })),
    dependenciesWithheld: reach.withheld,
    coverage: relevantCoverage(current, originsOf(reach.lanes)),
    ...(options.channel ? { channel: options.channel } : {}),
  };
}

function workloadRows(
  workloads: readonly Workload[],
  now: number,
): EntityHealth['workloads'] {
  return workloads
    .filter(
      ({ row }) => !row.goneAt || Date.parse(row.goneAt) > now - GONE_SHOWN_MS,
    )
    .map(workload => {
      const { row, environment, watch } = workload;
      return {
        subject: row.subject,
        kind: row.kind,
        name: row.name,
        cluster: row.cluster,
        namespace: row.namespace,
        environment,
        health: row.goneAt
          ? ({
              status: 'unknown',
              since: row.goneAt,
              reason: 'Deleted',
            } as const)
          : workloadHealth(workload),
        summary: row.summary?.type === 'workload' ? row.summary : undefined,
        ...(watch.state === 'live'
          ? {}
          : { lastSeen: watch.since ?? row.observedAt }),
        ...(row.goneAt ? { goneAt: row.goneAt } : {}),
      };
    })
    .sort((a, b) => compareStatus(a.health.status, b.health.status));
}

function pastStatus(
  options: HealthAnswerOptions,
  workloads: readonly Workload[],
  events: readonly StoredEvent[],
  coverage: Parameters<typeof pastOf>[0]['coverage'],
  at: number,
): ReturnType<typeof entityStatus> {
  const { environments, environmentOrder } = options;
  const then = events.filter(
    event =>
      event.startedAtMs <= at &&
      (event.endedAtMs ?? Infinity) > at &&
      statusOfIssue(event) !== undefined,
  );
  const names = [
    ...new Set([
      ...workloads.map(({ environment }) => environment),
      ...then.map(event => environmentOfIssue(event, workloads)),
    ]),
  ].sort(
    (a, b) =>
      Number(environments.isProduction(b)) -
        Number(environments.isProduction(a)) ||
      environmentOrder.indexOf(a) - environmentOrder.indexOf(b),
  );
  const past = pastOf({
    from: at,
    to: at + 1,
    environments: names,
    workloads,
    events: then,
    coverage,
  });
  const states = past.map(({ environment, segments }) => {
    const issue = worstFirst(
      then.filter(
        event => environmentOfIssue(event, workloads) === environment,
      ),
    )[0];
    const status = segments[0]?.status ?? 'unknown';
    return {
      name: environment,
      production: environments.isProduction(environment),
      clusters: [
        ...new Set(
          workloads
            .filter(workload => workload.environment === environment)
            .flatMap(({ row }) => row.cluster ?? []),
        ),
      ],
      status,
      ...(issue ? { since: issue.startedAt } : {}),
      reason:
        issue?.title ??
        (status === 'healthy'
          ? 'No issue and no critical alert was open then'
          : 'Nobody watched then'),
    };
  });
  const deciding = states.filter(
    ({ production, name }) => production || name === UNKNOWN_ENVIRONMENT,
  );
  const [headline] = [...(deciding.length > 0 ? deciding : states)].sort(
    (a, b) => compareStatus(a.status, b.status),
  );
  return {
    status: headline?.status ?? 'unknown',
    ...(headline?.since ? { since: headline.since } : {}),
    reason: headline?.reason ?? 'Nothing is known of that time',
    environments: states,
  };
}

async function shownEvidence(
  { store, reader, entity }: HealthAnswerOptions,
  events: readonly StoredEvent[],
): Promise<Map<number, Evidence[]>> {
  const granted = await reader.granted(changesDetailReadPermission, [
    entity.ref,
  ]);
  if (granted.size === 0 || events.length === 0) return new Map();
  const mayKubernetes = await reader.mayReadKubernetesResources();
  return evidenceOf(
    store.sql,
    events
      .filter(
        ({ source }) =>
          mayKubernetes || (source !== 'kubernetes' && source !== 'health'),
      )
      .map(({ rowId }) => rowId),
  );
}
