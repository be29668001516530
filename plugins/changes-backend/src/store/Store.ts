import type { Sql } from './Sql';
import type { Words } from './Words';

/** What questions need. @internal */
export interface Store {
  sql: Sql;
  words: Words;
}
