import type { Health } from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import type { BoardEntry, StatusBoard } from '../services/StatusBoard';
import type { EntityStatus } from './entity';
import { rollUp } from './rollUp';

/** What can be ill by itself; an API is its provider's. */
const PART_KINDS = ['Component', 'Resource'];

const NOT_WORKED_OUT: EntityStatus = {
  status: 'unknown',
  reason: 'Not worked out yet',
  environments: [],
};

/**
 * How entities are, by the board, as a reader may know it: what they need and what they are made of counts only where the reader may see
 * it.
 * @returns the status by an entity's id
 * @internal
 */
export async function shownStatuses(
  board: StatusBoard,
  reader: Reader,
  entityIds: readonly number[],
): Promise<(entityId: number) => EntityStatus> {
  const parts = new Map(
    entityIds.flatMap(id => {
      const entry = board.get(id);
      return entry?.entity.kind === 'System'
        ? [[id, partsOf(board, entry)] as const]
        : [];
    }),
  );
  const all = [...parts.values()].flat();
  const visible = await reader.visible([
    ...all.map(({ entity }) => entity.ref),
    ...board.illNeedsOf([...entityIds, ...all.map(({ entity }) => entity.id)]),
  ]);
  const byItself = (entry: BoardEntry) =>
    board.statusOf(entry, ref => visible.has(ref));
  return entityId => {
    const entry = board.get(entityId);
    if (!entry) return NOT_WORKED_OUT;
    const own = byItself(entry);
    const members = parts.get(entityId);
    if (!members) return own;
    return rollUp(
      [
        ...members
          .filter(({ entity }) => visible.has(entity.ref))
          .map(part => ({ title: part.entity.title, status: byItself(part) })),
        ...(own.environments.length > 0
          ? [{ title: entry.entity.title, status: own }]
          : []),
      ],
      { noun: 'parts', order: board.environmentOrder },
    );
  };
}

/** What belongs to a System. @internal */
export function partsOf(
  board: StatusBoard,
  { entity }: Pick<BoardEntry, 'entity'>,
): BoardEntry[] {
  return board
    .entries()
    .filter(
      part =>
        part.entity.system === entity.ref &&
        PART_KINDS.includes(part.entity.kind),
    );
}

/** What some owners own. @internal */
export function ownedBy(
  board: StatusBoard,
  owners: ReadonlySet<string>,
): BoardEntry[] {
  return board
    .entries()
    .filter(
      ({ entity }) =>
        entity.owner !== undefined &&
        owners.has(entity.owner) &&
        PART_KINDS.includes(entity.kind),
    );
}

/** Without its environments. @internal */
export function healthOf({
  status,
  since,
  reason,
}: EntityStatus | Health): Health {
  return { status, ...(since ? { since } : {}), reason };
}
