import type { EventDraft } from '../store/eventColumns';
import type { Queryable } from '../store/Queryable';
import { watchedKinds } from '../store/questions/watched';
import { doubted } from './doubt';
import { intervalOf } from './merge';

/** The drafts, none of which says "by hand" of what a tool may have done that nobody watched. */
export async function withDoubts(
  tx: Queryable,
  drafts: readonly EventDraft[],
): Promise<EventDraft[]> {
  const weighed: EventDraft[] = [];
  for (const draft of drafts) weighed.push(await withDoubt(tx, draft));
  return weighed;
}

async function withDoubt(
  tx: Queryable,
  draft: EventDraft,
): Promise<EventDraft> {
  const { deliveredBy: kinds, source, state } = draft;
  const actor = state.fields.actor;
  if (!kinds || !actor || !('value' in actor)) return draft;
  const { startedAt: at } = intervalOf(state, 'in-progress', undefined);
  const watched = await watchedKinds(tx, { source, kinds, at });
  const value = doubted(
    actor.value,
    kinds.filter(kind => !watched.has(kind)),
  );
  const fields = { ...state.fields, actor: { ...actor, value } };
  return { ...draft, state: { ...state, fields } };
}
