import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Sighting } from '../interpret';
import type { Kind, Named } from '../kinds';
import type { DueTimes } from './DueTimes';

/** What is to be committed. */
export interface ModelStep {
  observations: Observation[];
  /** Books add the rows that they have; those that say nothing new are left out afterwards. */
  subjects: SubjectRow[];
  states: SourceState[];
}

/** Whether an object is read for the first time of all, so that it is no news; again, as part of a list; or as it changes. */
export type How = 'first' | 'list' | 'watch';

/** How, where and when an object is read. */
export interface Reading extends Sighting {
  how: How;
}

/**
 * One noun's memory: takes in the objects of some kinds and says what follows. It knows no clock and no network; what it needs of other
 * books it asks its surroundings.
 */
export interface Book {
  /** Takes back what it stored of an object. */
  restore(kind: Kind, stored: unknown): void;
  /** What it knows of a kind: whatever of it a whole list lacks is gone. */
  all(kind: Kind): Iterable<Named>;
  /** Takes in an object; one that it knows already, or in a newer version, brings nothing. */
  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void;
  /**
   * Takes one out, forgetting its state.
   * @returns whether it was known: then the row of its subject is gone too
   */
  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean;
  /** The uid under which the manifest is stored that must be brought back before an object is set or deleted; undefined for none. */
  lacks?(
    kind: Kind,
    object: Named,
    type: 'set' | 'deleted',
  ): string | undefined;
  /** A whole list of a kind has been taken in. */
  listed?(kind: Kind): void;
  /**
   * Adds rows and states of that of which there may be something new to say, after all objects of one moment were taken in.
   * @param limit - of how much at once, where a book may have much: then it has more
   */
  tell(sighting: Sighting, step: ModelStep, limit: number): void;
  /** Something was left out for the limit. */
  readonly hasMore?: boolean;
  /** When time alone brings something, by ids of its own. */
  readonly due?: DueTimes;
  /** What time alone brings for an id, at the moment that was due. */
  pass?(id: string, sighting: Sighting, step: ModelStep): void;
}

export function emptyStep(): ModelStep {
  return { observations: [], subjects: [], states: [] };
}
