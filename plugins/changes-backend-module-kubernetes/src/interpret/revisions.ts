import type { RevisionObject } from '../kinds';

/** A template that a workload had, at one of its revisions. */
export interface Revision {
  number: number;
  set: RevisionObject;
  /** The template was used before: this revision is a rollback. */
  isReuse: boolean;
}

/** The revisions that a workload's controller still remembers, oldest first. */
export function revisionsOf(sets: Iterable<RevisionObject>): Revision[] {
  const revisions: Revision[] = [];
  for (const set of sets) {
    const numbers = [...new Set([...set.formerRevisions, set.revision])].sort(
      (a, b) => a - b,
    );
    for (const [index, number] of numbers.entries()) {
      revisions.push({ number, set, isReuse: index > 0 });
    }
  }
  return revisions
    .sort((a, b) => a.number - b.number)
    .map((revision, index, all) => ({
      ...revision,
      isReuse:
        revision.isReuse || isOlderThanAny(revision, all.slice(0, index)),
    }));
}

// What keeps only its latest number was made with an earlier one, if something of a lower number was made after it.
function isOlderThanAny({ set }: Revision, before: Revision[]): boolean {
  const madeAt = Date.parse(set.createdAt ?? '');
  return before.some(
    other =>
      other.set !== set && Date.parse(other.set.createdAt ?? '') > madeAt,
  );
}

/**
 * The earlier revision that had a template. A new template's own record may already be there, with a number above those so far.
 * @param current - the revision that the workload had before
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

/** The number that a template has now. */
export function revisionWith(
  revisions: Revision[],
  templateDigest: string,
): number | undefined {
  return revisions
    .filter(({ set }) => set.templateDigest === templateDigest)
    .at(-1)?.number;
}
