import {
  type ChangeEvent,
  type EntityHealth,
  type Evidence,
  changesDetailReadPermission,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { claimantsOf, disputedSubjects } from '../graph/claimants';
import type { LaneEntity } from '../graph/lanes';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import type { StoredEvent } from '../store/rows';
import { evidenceOf } from '../store/questions/details';
import { eventsByRowIds } from '../store/questions/events';
import { spansOverlapping } from '../store/questions/spans';
import { Presenter } from '../timeline/present';
import { INCIDENT_KIND, worstFirst } from './verdict';

const EVENTS_MAX = 5000;
const CLOSED_MAX = 100;
const SHOWN_MAX = 500;

/** Alerts, health issues and incidents that overlap a time. @internal */
export async function issuesBetween(
  { sql, words }: Store,
  options: { subjectIds: readonly number[]; from: number; to: number },
): Promise<StoredEvent[]> {
  const { subjectIds, from, to } = options;
  const spans = await spansOverlapping(sql, {
    subjectIds,
    types: Object.values(TYPE_CODES),
    endedAfter: from,
    startedBefore: to + 1,
    limit: EVENTS_MAX,
  });
  const events = await eventsByRowIds(sql, words, [
    ...new Set(spans.map(({ eventId }) => eventId)),
  ]);
  return [...events.values()].filter(
    ({ type, kind }) => type !== 'change' || kind === INCIDENT_KIND,
  );
}

/** What was open then, and what had been within the time, as a reader may see it. @internal */
export async function shownIssues(options: {
  store: Store;
  reader: Reader;
  /** Whose they are; what nobody else claims is shown without more. */
  lanes: readonly LaneEntity[];
  events: readonly StoredEvent[];
  at: number;
}): Promise<Pick<EntityHealth, 'issues' | 'alerts' | 'closed'>> {
  const { events, at, lanes } = options;
  const presenter = Presenter.create(lanes);
  const open = worstFirst(
    events.filter(event => (event.endedAtMs ?? Infinity) > at),
  ).slice(0, SHOWN_MAX);
  const evidence = await shownEvidence(options, open, presenter);
  const present = (
    event: StoredEvent,
  ): ChangeEvent & { evidence: Evidence[] } => ({
    ...presenter.event(event),
    evidence: evidence.get(event.rowId) ?? [],
  });
  const closed = events
    .filter(
      ({ endedAtMs, type }) =>
        type !== 'change' && endedAtMs !== undefined && endedAtMs <= at,
    )
    .sort((a, b) => b.endedAtMs! - a.endedAtMs! || b.rowId - a.rowId);
  return {
    issues: open.filter(({ type }) => type === 'health').map(present),
    alerts: open.filter(({ type }) => type !== 'health').map(present),
    closed: {
      count: closed.length,
      events: closed.slice(0, CLOSED_MAX).map(event => presenter.event(event)),
    },
  };
}

async function shownEvidence(
  { store, reader, lanes }: Parameters<typeof shownIssues>[0],
  events: readonly StoredEvent[],
  presenter: Presenter,
): Promise<Map<number, Evidence[]>> {
  if (events.length === 0) return new Map();
  const refs = lanes.map(({ entity }) => entity.ref);
  const granted = await reader.granted(changesDetailReadPermission, refs);
  if (granted.size === 0) return new Map();
  const disputed = disputedSubjects(await claimantsOf(store, reader, events));
  const mayKubernetes = await reader.mayReadKubernetesResources();
  return evidenceOf(
    store.sql,
    events
      .filter(
        ({ source, subjectIds }) =>
          (mayKubernetes || source !== 'kubernetes') &&
          !subjectIds.some(id => disputed.has(id)) &&
          presenter.lanesOf(subjectIds).some(lane => granted.has(refs[lane])),
      )
      .map(({ rowId }) => rowId),
  );
}
