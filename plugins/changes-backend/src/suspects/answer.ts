import {
  type Suspects,
  changesDetailReadPermission,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { type Neighbourhood, neighbourhood } from '../graph/lanes';
import { statusOfIssue, worstFirst } from '../health/verdict';
import type { Environments } from '../ingest/environments';
import type { StatusBoard } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { type StoredEvent, timestampOf } from '../store/rows';
import { coverageBetween } from '../store/questions/coverage';
import { detailsOf, evidenceOf } from '../store/questions/details';
import type { StoredEntity } from '../store/questions/entities';
import { eventsByRowIds } from '../store/questions/events';
import { spansOverlapping } from '../store/questions/spans';
import { coverageIntervals, relevantCoverage } from '../timeline/coverage';
import { diffOf } from '../timeline/diff';
import { newestOfLanes } from '../timeline/newest';
import { Presenter } from '../timeline/present';
import { originsOf } from '../timeline/timeline';
import { completeness } from './completeness';
import type { Candidate, SuspectQuestion, Symptom } from './question';
import {
  CANDIDATE_WINDOW_HOURS,
  type Ranking,
  familiesOf,
  rankSuspects,
} from './rank';

const HOUR_MS = 3_600_000;
const DEGREE = 4;
const EVENTS_OF_LANE_MAX = 300;
const ISSUES_MAX = 1000;
/** The diffs of so many best candidates are looked into. */
const DIFFS_MAX = 30;
const FAMILY_DIFFS_MAX = 100;

/** @internal */
export interface SuspectsOptions {
  store: Store;
  board: StatusBoard;
  environments: Environments;
  reader: Reader;
  entity: StoredEntity;
  /** The moment to explain, in milliseconds. */
  at: number;
  /** The alert or health issue to explain, else the worst one at that moment. */
  event?: StoredEvent;
  now: number;
}

/**
 * Which changes may have caused what is wrong with an entity.
 * @internal
 */
export async function suspectsAnswer(
  options: SuspectsOptions,
): Promise<Suspects> {
  const { store, reader, entity, now } = options;
  const symptom = options.event
    ? symptomOf(entity, options.event)
    : await symptomAt(options);
  const at = symptom ? symptom.onset.to : options.at;
  const reach = await neighbourhood({
    sql: store.sql,
    reader,
    entity,
    degree: DEGREE,
    direction: 'upstream',
    at,
  });
  const coverage = relevantCoverage(
    coverageIntervals(
      await coverageBetween(store.sql, { from: at - HOUR_MS, to: at + 1 }),
      now,
    ),
    originsOf(reach.lanes),
  );
  const told = {
    coverage: completeness(coverage),
    withheld: reach.withheld,
  };
  if (!symptom) {
    return {
      ...told,
      suspects: [],
      others: { count: 0, probability: 0 },
      noChange: 1,
    };
  }
  const ranking = await ranked(options, symptom, reach, told.coverage);
  return {
    ...told,
    symptom: {
      entityRef: symptom.entityRef,
      title: symptom.title,
      status: symptom.status,
      ...(symptom.eventId ? { eventId: symptom.eventId } : {}),
    },
    onset: {
      from: timestampOf(symptom.onset.from),
      to: timestampOf(symptom.onset.to),
    },
    ...ranking,
    suspects: ranking.suspects.map(({ event, lane, ...rest }) => {
      const { diff, ...shown } = event;
      const { health, ...place } = lane;
      return { ...rest, event: shown, lane: place };
    }),
  };
}

async function ranked(
  options: SuspectsOptions,
  symptom: Symptom,
  reach: Neighbourhood,
  coverage: Suspects['coverage'],
) {
  const { store, board, environments, reader } = options;
  const { lanes } = reach;
  const stored = await eventsAround(store, reach, symptom);
  const presenter = Presenter.create(lanes);
  const question: SuspectQuestion = {
    lanes: lanes.map(({ place, entity }) => ({
      ...place,
      health:
        (board.get(entity.id)?.own.status ?? 'unknown') === 'unknown'
          ? 'unknown'
          : 'healthy',
    })),
    events: stored.map(event => presenter.event(event)),
    symptom,
    gaps: coverage.filter(({ state }) => state !== 'live'),
    withheld: reach.withheld,
    production: [
      ...new Set(stored.flatMap(({ environment }) => environment ?? [])),
    ].filter(environments.isProduction),
  };
  const first = rankSuspects(question, DIFFS_MAX);
  const mayOpen = await detailReader(reader, presenter, lanes);
  const [diffs, details] = await Promise.all([
    diffsOf(store, withFamilies(first.suspects, stored).filter(mayOpen)),
    evidenceTexts(
      store,
      stored.filter(event => event.type !== 'change' && mayOpen(event)),
    ),
  ]);
  return rankSuspects({
    ...question,
    symptom: { ...symptom, detail: details.get(symptom.eventId ?? '') },
    events: question.events.map(
      (event): Candidate => ({
        ...event,
        diff: diffs.get(event.id),
        detail: details.get(event.id),
      }),
    ),
  });
}

// Which of a family explains best shows only in their diffs.
function withFamilies(
  suspects: Ranking['suspects'],
  stored: readonly StoredEvent[],
): StoredEvent[] {
  const families = familiesOf(stored);
  const familyOf = (id: string) => families.get(id)?.family;
  const suspected = new Set(suspects.map(({ event }) => familyOf(event.id)));
  return stored
    .filter(({ id }) => suspected.has(familyOf(id)))
    .slice(0, FAMILY_DIFFS_MAX);
}

// What a diff or an alarm's evidence says is told in reasons, so it is for those alone who may open the event.
async function detailReader(
  reader: Reader,
  presenter: Presenter,
  lanes: Neighbourhood['lanes'],
): Promise<(event: StoredEvent) => boolean> {
  const refs = lanes.map(({ entity }) => entity.ref);
  const granted = await reader.granted(changesDetailReadPermission, refs);
  const mayKubernetes = await reader.mayReadKubernetesResources();
  return event =>
    (mayKubernetes || event.source !== 'kubernetes') &&
    presenter.lanesOf(event.subjectIds).some(lane => granted.has(refs[lane]));
}

async function diffsOf(store: Store, events: readonly StoredEvent[]) {
  const changed = events.filter(({ hasDiff }) => hasDiff);
  const details = await detailsOf(
    store.sql,
    changed.map(({ rowId }) => rowId),
  );
  return new Map(
    changed.map(({ id, rowId }) => [id, diffOf(details.get(rowId))]),
  );
}

async function evidenceTexts(store: Store, events: readonly StoredEvent[]) {
  const evidence = await evidenceOf(
    store.sql,
    events.map(({ rowId }) => rowId),
  );
  return new Map(
    events.flatMap(({ id, rowId }) => {
      const facts = evidence.get(rowId);
      return facts ? [[id, facts.map(({ text }) => text).join('. ')]] : [];
    }),
  );
}

async function eventsAround(
  { sql, words }: Store,
  { lanes }: Neighbourhood,
  { onset }: Symptom,
): Promise<StoredEvent[]> {
  const from = onset.from - CANDIDATE_WINDOW_HOURS * HOUR_MS;
  const newest = await newestOfLanes(
    { sql, words },
    { lanes, from, to: onset.to + 1, filter: {}, limit: EVENTS_OF_LANE_MAX },
  );
  // What began earlier and was still under way then.
  const spans = await spansOverlapping(sql, {
    subjectIds: [
      ...new Set(
        lanes.flatMap(({ bindings }) =>
          bindings.map(({ subjectId }) => subjectId),
        ),
      ),
    ],
    types: Object.values(TYPE_CODES),
    endedAfter: from,
    startedBefore: from,
    limit: ISSUES_MAX,
  });
  const ids = new Set([
    ...newest.flatMap(({ links }) => links.map(({ eventId }) => eventId)),
    ...spans.map(({ eventId }) => eventId),
  ]);
  return [...(await eventsByRowIds(sql, words, [...ids])).values()];
}

function symptomOf(entity: StoredEntity, event: StoredEvent): Symptom {
  const between = event.observedBetween;
  return {
    entityRef: entity.ref,
    title: event.title,
    status: statusOfIssue(event) ?? 'degraded',
    eventId: event.id,
    environment: event.environment,
    onset: between
      ? { from: Date.parse(between.from), to: Date.parse(between.to) }
      : { from: event.startedAtMs, to: event.startedAtMs },
  };
}

// The worst issue or alert that was open; among equals the one that began first, for the others may be its effects.
async function symptomAt(
  options: SuspectsOptions,
): Promise<Symptom | undefined> {
  const { store, board, environments, entity, at, now } = options;
  const entry = board.get(entity.id);
  const isNow = Math.abs(now - at) < 1000;
  const status = isNow ? entry?.own : undefined;
  const isIll =
    !status || status.status === 'unhealthy' || status.status === 'degraded';
  const reach = await neighbourhood({
    sql: store.sql,
    reader: options.reader,
    entity,
    degree: 0,
    direction: 'upstream',
    at,
  });
  const spans = await spansOverlapping(store.sql, {
    subjectIds: reach.lanes[0].bindings.map(({ subjectId }) => subjectId),
    types: [TYPE_CODES.alert, TYPE_CODES.health],
    endedAfter: at,
    startedBefore: at + 1,
    limit: ISSUES_MAX,
  });
  const events = await eventsByRowIds(store.sql, store.words, [
    ...new Set(spans.map(({ eventId }) => eventId)),
  ]);
  const isProduction = (event: StoredEvent) =>
    event.environment === undefined ||
    environments.isProduction(event.environment);
  const issues = worstFirst(
    [...events.values()].filter(event => statusOfIssue(event) !== undefined),
  );
  // The board follows the store within a second; an issue that has just opened is not to be missed meanwhile.
  const issue = issues.find(isProduction) ?? (isIll ? issues[0] : undefined);
  if (issue) return symptomOf(entity, issue);
  if (!isIll || !status?.since) return undefined;
  const onset = Date.parse(status.since);
  return {
    entityRef: entity.ref,
    title: status.reason,
    status: status.status,
    environment: status.environments[0]?.name,
    onset: { from: onset, to: onset },
  };
}
