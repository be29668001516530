import type { CodeRange } from '@ripplehq/backstage-plugin-changes-node';
import { isLasting } from '../client/GithubFailure';
import { partNames } from '../repository/kinship';
import {
  fullName,
  type Repository,
  type RepositoryName,
} from '../repository/Repository';
import type { Clue } from '../rules/Clue';
import { clues, movedClues } from '../rules/clues';
import { mainContainer } from '../workload/mainContainer';
import type { Workload } from '../workload/Workload';
import { refsOf } from './refsOf';
import {
  howFound,
  whyUnknown,
  type Attempt,
  type Confirmed,
} from './sentences';

/** What is asked of a repository to confirm a clue. */
export interface CommitLookup {
  /** The full id of a commit (`3f2a9c1`) or of a tag's commit (`tags/v2.14.1`). */
  commitId(ref: string): Promise<string | undefined>;
}

export interface RangeQuestion {
  /** Absent: the change created the workload. */
  before: Workload | undefined;
  after: Workload;
  /** The likeliest first. */
  repositories: readonly Repository[];
  open(repository: RepositoryName): Promise<CommitLookup>;
  /** The repository that an address leads to, if the portal has an integration for it. */
  repositoryOfUrl(url: string): RepositoryName | undefined;
}

/**
 * Looks a workload's clues up in the repositories that it may come from; the first one that knows the version now running wins.
 * What no repository confirms is unknown, and the answer says why.
 */
export async function findRange(
  question: RangeQuestion,
): Promise<CodeRange | { unknown: string }> {
  const attempts: Attempt[] = [];
  for (const repository of question.repositories) {
    const attempt = await tryRepository(question, repository);
    if (attempt.state === 'found') return attempt.range;
    attempts.push(attempt);
  }
  return { unknown: whyUnknown(attempts) };
}

async function tryRepository(
  question: RangeQuestion,
  repository: Repository,
): Promise<Attempt | { state: 'found'; range: CodeRange }> {
  const names = [...partNames(repository), repository.name];
  const all = {
    before: question.before ? clues(question.before, names) : [],
    after: clues(question.after, names),
  };
  const container = mainContainer(question.after, names);
  if (all.after.length === 0)
    return { state: 'no-clue', repository, container };
  const moved = movedClues(all.before, all.after);
  if (moved.after.length === 0) {
    return { state: 'unmoved', clue: all.after[0] };
  }
  const options = { ...question, image: container?.reference };
  const refs = (clue: Clue) => refsOf(clue, repository, options);
  const usable = moved.after.filter(clue => refs(clue).length > 0);
  if (usable.length === 0) {
    return { state: 'stranger', repository, clue: moved.after[0] };
  }
  try {
    const lookup = await question.open(repository);
    const head = await confirm(usable, refs, lookup);
    if (!head) return { state: 'unconfirmed', repository, clues: usable };
    const base = await confirm(
      likeFirst(moved.before, head.clue),
      refs,
      lookup,
    );
    if (base?.id === head.id) return { state: 'same', repository, head };
    return {
      state: 'found',
      range: {
        repository: fullName(repository),
        ...(base && { base: base.ref }),
        head: head.ref,
        how: howFound(repository, head, {
          isBaseMissing: question.before !== undefined && !base,
        }),
        ...(repository.path && { path: repository.path }),
      },
    };
  } catch (error) {
    // Another of the repositories may still be readable.
    if (isLasting(error)) return { state: 'failed', failure: error };
    throw error;
  }
}

/** The first clue that the repository knows. */
async function confirm(
  candidates: readonly Clue[],
  refs: (clue: Clue) => string[],
  lookup: CommitLookup,
): Promise<Confirmed | undefined> {
  for (const clue of candidates) {
    for (const ref of refs(clue)) {
      const id = await lookup.commitId(ref);
      if (id === undefined) continue;
      if (clue.kind === 'version') {
        return { clue, ref: ref.slice('tags/'.length), id };
      }
      // A branch or tag may be called like a commit id; then the answer is another commit.
      if (id.startsWith(clue.value)) return { clue, ref: id, id };
    }
  }
  return undefined;
}

/** The versions before and after are most likely told in the same way. */
function likeFirst(candidates: readonly Clue[], clue: Clue): Clue[] {
  const isLike = (other: Clue) =>
    other.origin === clue.origin && other.kind === clue.kind;
  return [
    ...candidates.filter(isLike),
    ...candidates.filter(other => !isLike(other)),
  ];
}
