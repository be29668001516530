import type { Situation } from '../Situation';
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
  const undone = undoing(change, lane, situation);
  if (undone) {
    features.push({
      code: 'undone',
      value: 1,
      text: `It was undone afterwards (${undone.title})`,
      link: undone.id,
    });
  }
  return features;
}

// Whoever goes back to what was before has a reason; only the last change before that is meant.
function undoing(
  change: Candidate,
  lane: RankedLane,
  situation: Situation,
): Candidate | undefined {
  if (isUndoing(change)) return undefined;
  const { onset } = situation.question.symptom;
  const own = situation
    .changesOf(lane.entityRef)
    .filter(({ change: { kind } }) => !STEADY_KINDS.has(kind));
  const index = own.findIndex(one => one.change.id === change.id);
  const next = index < 0 ? undefined : own[index + 1];
  return next && isUndoing(next.change) && next.start > onset.to
    ? next.change
    : undefined;
}

function isUndoing({ kind, title }: Candidate): boolean {
  return kind === 'rollback' || UNDOES.test(title);
}
