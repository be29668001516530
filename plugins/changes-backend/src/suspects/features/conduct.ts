import type { Situation, TimedChange } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import type { Feature } from './Feature';

/** They come and go without anyone's doing. */
const STEADY_KINDS = new Set(['autoscale', 'restart']);
const UNDOES = /rolled? ?back|revert/i;
const TAKES_AWAY = /\b(revoked|removed|deleted|disabled|detached|dropped)\b/i;

/** How a change went, by whom, and what became of it. @internal */
export function conductFeatures(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  const { actor, status, kind, title } = change;
  const features: Feature[] = [{ code: `kind-${kind}`, value: 1 }];
  if (status === 'failed') {
    features.push({ code: 'failed', value: 1, text: 'It failed' });
  }
  if (TAKES_AWAY.test(title)) {
    features.push({
      code: 'takes-away',
      value: 1,
      text: 'It took something away',
    });
  }
  if (actor?.byHand) {
    features.push({
      code: 'by-hand',
      value: 1,
      text: `Done by hand by ${actor.name}, outside the pipeline`,
    });
  } else if (actor?.kind === 'controller') {
    features.push({
      code: 'by-controller',
      value: 1,
      text: `Done by a controller (${actor.name}), more often an effect`,
    });
  }
  return [...features, ...fate(change, lane, situation)];
}

// What was undone before the trouble began did not cause it; what was undone afterwards, somebody took for the cause.
function fate(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Feature[] {
  const { onset } = situation.question.symptom;
  const undone = undoing(change, lane, situation);
  if (!undone) return [];
  const done = undone.change.endedAt
    ? Date.parse(undone.change.endedAt)
    : undone.start;
  if (undone.start <= onset.from && done > onset.from) return [];
  const isBefore = done <= onset.from;
  return [
    {
      code: isBefore ? 'undone-before' : 'undone',
      value: 1,
      text: isBefore
        ? `It was undone before the trouble began (${undone.change.title})`
        : `It was undone afterwards (${undone.change.title})`,
      link: undone.change.id,
    },
  ];
}

function undoing(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): TimedChange | undefined {
  if (isUndoing(change)) return undefined;
  const own = situation
    .changesOf(lane.entityRef)
    .filter(
      one =>
        !STEADY_KINDS.has(one.change.kind) &&
        one.change.environment === change.environment,
    );
  const index = own.findIndex(one => one.change.id === change.id);
  if (index < 0) return undefined;
  // Only the last change before somebody goes back is meant; fields tell by themselves.
  const [next] = own.slice(index + 1);
  return next && isUndoing(next.change)
    ? next
    : own.slice(index + 1).find(one => restores(one.change, change));
}

function restores(later: Candidate, change: Candidate): boolean {
  const undone = (change.diff ?? []).filter(
    ({ before }) => before !== undefined,
  );
  const set = new Map(
    (later.diff ?? []).map(({ path, after }) => [path, JSON.stringify(after)]),
  );
  return (
    undone.length > 0 &&
    undone.every(({ path, before }) => set.get(path) === JSON.stringify(before))
  );
}

function isUndoing({ kind, title }: Candidate): boolean {
  return kind === 'rollback' || UNDOES.test(title);
}
