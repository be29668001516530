import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';

type Member = Pick<ChangeEvent, 'id' | 'kind' | 'status' | 'partOf'>;

/** What tells most of a family, most first. All other kinds come after these, and are equal. */
const TELLING_KINDS = [
  'rollback',
  'restart',
  'deployment',
  'scale',
  'autoscale',
];

/**
 * Leaves out what another event beside it tells: a part that is told by what it lies in (the ConfigMap's change in the rollout, or in the
 * run that counts such changes), and a whole that is told by its parts (the sync of a delivery tool by the rollout that it caused). A
 * failed whole is never left out.
 */
export function withoutFolded<T>(
  items: readonly T[],
  eventOf: (item: T) => Member,
): T[] {
  const byId = new Map(
    items.map(item => [eventOf(item).id, eventOf(item)] as const),
  );
  const folded = new Set<string>();
  for (const event of byId.values()) {
    for (const whole of wholesOf(event, byId)) {
      if (!tellsMore(event, whole)) folded.add(event.id);
      else if (whole.status !== 'failed') folded.add(whole.id);
    }
  }
  return folded.size === 0
    ? [...items]
    : items.filter(item => !folded.has(eventOf(item).id));
}

/** What an event lies in, nearest first, as far as it is there. */
function wholesOf(event: Member, byId: ReadonlyMap<string, Member>): Member[] {
  const wholes = new Set<Member>();
  let whole = event.partOf && byId.get(event.partOf);
  while (whole && whole !== event && !wholes.has(whole)) {
    wholes.add(whole);
    whole = whole.partOf && byId.get(whole.partOf);
  }
  return [...wholes];
}

/** Of two of one kind the part does, where it is what people look for. */
function tellsMore(part: Member, whole: Member): boolean {
  const rank = rankOf(part);
  return rank < TELLING_KINDS.length && rank <= rankOf(whole);
}

function rankOf({ kind }: Member): number {
  const rank = TELLING_KINDS.indexOf(kind);
  return rank < 0 ? TELLING_KINDS.length : rank;
}
