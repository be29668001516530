import type { Queryable } from '../Sql';

/** A watch is live while its last word is not older than two of its periods. */
const LIVE_PERIODS = 2;

/** Which kinds of scopes a source was watching at a moment, in any of its instances: `applications.argoproj.io`. */
export async function watchedKinds(
  queryable: Queryable,
  options: { source: string; kinds: readonly string[]; at: number },
): Promise<Set<string>> {
  const { source, kinds, at } = options;
  const rows = await queryable.all<{ scope: string }>(
    `select distinct scope
     from coverage
     where source = ? and state = 'live' and from_at <= ?
       and (to_at >= ? or (to_at is null and at + period_seconds * ${
         LIVE_PERIODS * 1000
       } >= ?))`,
    [source, at, at, at],
  );
  const watched = new Set(rows.map(({ scope }) => scope.split('/')[1]));
  return new Set(kinds.filter(kind => watched.has(kind)));
}
