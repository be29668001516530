import type { Reader } from '../access/Reader';
import type { Store } from '../store/Store';
import type { StoredEvent } from '../store/rows';
import { type Binding, entitiesOfSubjects } from '../store/questions/bindings';
import { type StoredEntity, entitiesByIds } from '../store/questions/entities';
import { type LaneEntity, ownLane } from './lanes';

/** Who claims the subjects of some events. @internal */
export interface Claimants {
  /** Those that the reader may see, as lanes of degree 0. */
  lanes: LaneEntity[];
  /** All, whoever asks; never to be named. */
  all: StoredEntity[];
  bindings: Binding[];
}

/** @internal */
export async function claimantsOf(
  { sql }: Store,
  reader: Reader,
  events: readonly StoredEvent[],
): Promise<Claimants> {
  const bindings = await entitiesOfSubjects(sql, [
    ...new Set(events.flatMap(({ subjectIds }) => subjectIds)),
  ]);
  const all = await entitiesByIds(sql, [
    ...new Set(bindings.map(({ entityId }) => entityId)),
  ]);
  const visible = await reader.visible(all.map(({ ref }) => ref));
  const lanes = all
    .filter(({ ref }) => visible.has(ref))
    .map(entity => ownLane(entity, bindings));
  return { lanes, all, bindings };
}

/**
 * Whether entities of different owners claim one of the subjects. Anybody may write a claim into a catalog file, so what stands in
 * such an event is shown to none of them.
 * @internal
 */
export function isDisputed(claimants: Claimants): boolean {
  return disputedSubjects(claimants).size > 0;
}

/** The subjects that entities of different owners claim. @internal */
export function disputedSubjects({ all, bindings }: Claimants): Set<number> {
  const owners = new Map(all.map(({ id, owner }) => [id, owner]));
  const bySubject = new Map<number, Set<string | undefined>>();
  for (const { entityId, subjectId, source } of bindings) {
    if (source === 'catalog') continue;
    const known = bySubject.get(subjectId) ?? new Set();
    bySubject.set(subjectId, known.add(owners.get(entityId)));
  }
  return new Set(
    [...bySubject].flatMap(([id, set]) => (set.size > 1 ? [id] : [])),
  );
}
