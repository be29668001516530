import type { ReplicaSetObject } from '../kinds';

/** A template that a Deployment had, at one of its revisions. */
export interface Revision {
  number: number;
  set: ReplicaSetObject;
  /** The template was used before: this revision is a rollback. */
  isReuse: boolean;
}

/** The revisions that ReplicaSets still remember, oldest first. */
export function revisionsOf(sets: Iterable<ReplicaSetObject>): Revision[] {
  const revisions: Revision[] = [];
  for (const set of sets) {
    const numbers = [...new Set([...set.formerRevisions, set.revision])].sort(
      (a, b) => a - b,
    );
    for (const [index, number] of numbers.entries()) {
      revisions.push({ number, set, isReuse: index > 0 });
    }
  }
  return revisions.sort((a, b) => a.number - b.number);
}

/**
 * The earlier revision that had a template. A new template's own ReplicaSet may already be there, with a number above those so far.
 * @param current - the revision that the Deployment had before
 */
export function earlierRevisionWith(
  revisions: Revision[],
  templateDigest: string,
  current: number | undefined,
): number | undefined {
  if (current === undefined) return undefined;
  return revisions
    .filter(
      ({ number, set }) =>
        number <= current && set.templateDigest === templateDigest,
    )
    .at(-1)?.number;
}
