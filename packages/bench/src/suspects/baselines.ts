import type { Ranker } from './Ranker';
import type { CaseEvent, SuspectCase } from './SuspectCase';
import { Topology } from './Topology';

type Score = (event: CaseEvent, one: View) => number;

interface View {
  symptom: SuspectCase['symptom'];
  degrees: Map<string, number>;
}

const UNREACHED_DEGREE = 9;
const WINDOW_4H_MS = 4 * 3_600_000;

/** How often a change of a kind is a cause, after the SRE Workbook's table of triggers. */
const KIND_PRIOR: Record<string, number> = {
  deployment: 0.37,
  config: 0.31,
  flag: 0.3,
  secret: 0.2,
  migration: 0.15,
  infrastructure: 0.1,
  network: 0.1,
  'third-party': 0.06,
  scale: 0.05,
  rollback: 0.05,
  restart: 0.03,
  node: 0.02,
};

/** What anyone could do without Ripple. The higher score comes first, equal scores tie. */
export const BASELINES: Record<string, Ranker> = {
  random: byScore(() => 0),
  'most recent start': byScore(({ startedAt }) => Date.parse(startedAt)),
  'most recent completed step': byScore(lastStep),
  oldest: byScore(({ startedAt }) => -Date.parse(startedAt)),
  nearest: byScore((event, { degrees }) => -degreeOf(event, degrees)),
  'nearest then most recent': byScore(
    (event, view) =>
      -degreeOf(event, view.degrees) * 1e15 + lastStep(event, view),
  ),
  'own last deployment': byScore((event, view) =>
    event.kind === 'deployment' &&
    event.entityRefs.includes(view.symptom.entityRef)
      ? Date.parse(event.startedAt)
      : -Infinity,
  ),
  'kind prior': byScore(({ kind }) => KIND_PRIOR[kind] ?? 0.01),
  'latest within 4 h': byScore((event, view) => {
    const at = lastStep(event, view);
    return Date.parse(view.symptom.at) - at <= WINDOW_4H_MS ? at : -Infinity;
  }),
  'always none': one => ({ ...BASELINES.random(one), noChange: Infinity }),
};

/** Changes that had begun when the symptom began. */
export function candidates(
  one: Pick<SuspectCase, 'events' | 'symptom'>,
): CaseEvent[] {
  const at = Date.parse(one.symptom.at);
  return one.events.filter(
    ({ type, startedAt }) => type === 'change' && Date.parse(startedAt) <= at,
  );
}

function byScore(score: Score): Ranker {
  return one => {
    const view: View = {
      symptom: one.symptom,
      degrees: new Map(
        [...Topology.create(one).pathsFrom(one.symptom.entityRef)].map(
          ([ref, path]) => [ref, path.length - 1],
        ),
      ),
    };
    return {
      suspects: candidates(one).map(event => ({
        eventId: event.id,
        probability: score(event, view),
      })),
      noChange: -Infinity,
    };
  };
}

function lastStep(event: CaseEvent, { symptom }: View): number {
  return Math.min(
    Date.parse(event.endedAt ?? event.startedAt),
    Date.parse(symptom.at),
  );
}

function degreeOf(event: CaseEvent, degrees: Map<string, number>): number {
  return Math.min(
    UNREACHED_DEGREE,
    ...event.entityRefs.map(ref => degrees.get(ref) ?? UNREACHED_DEGREE),
  );
}
