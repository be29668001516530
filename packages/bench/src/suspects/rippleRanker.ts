import { rankSuspects } from '@ripplehq/backstage-plugin-changes-backend/src/suspects/rank';
import type {
  Candidate,
  RankedLane,
  SuspectQuestion,
} from '@ripplehq/backstage-plugin-changes-backend/src/suspects/question';
import type { Ranker } from './Ranker';
import type { CaseEvent, SuspectCase } from './SuspectCase';
import { Topology } from './Topology';

/** Ripple's own ranker, as the backend asks it. */
export const rippleRanker: Ranker = one => {
  const { suspects, noChange } = rankSuspects(questionOf(one), Infinity);
  return {
    suspects: suspects.map(({ event, probability }) => ({
      eventId: event.id,
      probability,
    })),
    noChange,
  };
};

/** A case as the ranker's question: the symptom's entity first, then what it depends on. */
export function questionOf(one: Omit<SuspectCase, 'truth'>): SuspectQuestion {
  const paths = Topology.create(one).pathsFrom(one.symptom.entityRef);
  const declared = [...paths].map(([ref, path]) => laneOf(ref, path));
  const nearby = one.entities
    .filter(({ ref }) => !paths.has(ref))
    .map(({ ref }) => ({
      ...laneOf(ref, [ref]),
      degree: 5,
      nearby: 'same company',
    }));
  const lanes = [...declared, ...nearby];
  const onset = Date.parse(one.symptom.at);
  const symptom = one.events.find(({ id }) => id === one.symptom.eventId);
  const environments = new Set(
    one.events.flatMap(({ environment }) => environment ?? []),
  );
  return {
    lanes,
    events: one.events.map(candidateOf),
    symptom: {
      entityRef: one.symptom.entityRef,
      title: one.symptom.title,
      ...(one.symptom.detail && { detail: one.symptom.detail }),
      status: 'unhealthy',
      ...(one.symptom.eventId && { eventId: one.symptom.eventId }),
      ...(symptom?.environment && { environment: symptom.environment }),
      onset: { from: onset, to: onset },
    },
    gaps: (one.coverage ?? [])
      .filter(({ state }) => state !== 'live')
      .map(({ source }) => ({ source, instance: source })),
    withheld: 0,
    production: [...environments].filter(name => /^prod/.test(name)),
  };
}

function laneOf(entityRef: string, path: string[]): RankedLane {
  return {
    entityRef,
    title: entityRef.slice(entityRef.indexOf('/') + 1),
    degree: path.length - 1,
    path,
    health: 'healthy',
  };
}

function candidateOf(event: CaseEvent): Candidate {
  return {
    subjects: [],
    links: [],
    hasDiff: event.diff !== undefined,
    hasCode: false,
    ...event,
  } as Candidate;
}
