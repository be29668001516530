/** A hint on a workload about the commit that it was built from. Only a repository can confirm it. */
export interface Clue {
  /** `commit`: a commit id, or its first 7 or more digits. `version`: what a tag may be called. */
  kind: 'commit' | 'version';
  value: string;
  /** Where it was read, to be continued by "… is a tag of acme/rest-api": `image tag v2.14.1`. */
  where: string;
  /** The rule's name and place; two clues of one origin, before and after, are of the same make. */
  origin: string;
  /** The workload names the repository, too; the clue counts for no other. */
  repositoryUrl?: string;
  /** The version is the main container's image's or the workload's own; whether that is the repository's must be checked by name. */
  needsKinship?: true;
}

const COMMIT_ID = /^[0-9a-f]{7,64}$/i;

/** A full or shortened commit id. */
export function isCommitId(text: string): boolean {
  return COMMIT_ID.test(text);
}

/** What a word that people write for "this revision" means: a commit id, alone or behind `@sha1:`, else perhaps a tag. */
export function revisionClue(
  text: string,
): Pick<Clue, 'kind' | 'value'> | undefined {
  const revision = text.trim();
  const qualified = /(?:^|[@/])(?:sha1:)?([0-9a-f]{40})$/i.exec(revision);
  if (qualified) return { kind: 'commit', value: qualified[1].toLowerCase() };
  if (isCommitId(revision)) {
    return { kind: 'commit', value: revision.toLowerCase() };
  }
  const tag = revision.replace(/^refs\/tags\//, '');
  return isTagName(tag) ? { kind: 'version', value: tag } : undefined;
}

/** Names that Git allows for a tag, of a sane length, without those that only name a branch of every repository. */
export function isTagName(text: string): boolean {
  return (
    /^[\w][\w.+@/-]{0,199}$/.test(text) &&
    !text.includes('..') &&
    !text.includes('@{') &&
    !/^(head|main|master|develop|trunk|latest)$/i.test(text)
  );
}

/** A clue's value as a person reads it: a commit id shortened. */
export function shown({ kind, value }: Pick<Clue, 'kind' | 'value'>): string {
  return kind === 'commit' ? value.slice(0, 7) : value;
}
