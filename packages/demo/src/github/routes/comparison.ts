import { changedFiles } from '../git/changedFiles.ts';
import { commit, log, mergeBase } from '../git/commits.ts';
import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import type { Repository } from '../repository/Repository.ts';
import { comparisonShape } from '../shapes/commit.ts';
import { commitOr404 } from './commitOf.ts';
import { FILES_MAX } from './limits.ts';

export const comparisonRoutes: readonly Route[] = [
  { pattern: 'compare/*baseHead', answer },
];

async function answer({ place, params, page, format }: Asked): Promise<Found> {
  const { repository } = place;
  const { base, head } = await endsOf(repository, params.baseHead);
  if (format === 'diff') {
    const text = await repository.git.run(['diff', `${base}...${head}`]);
    return { text, type: 'application/vnd.github.diff; charset=utf-8' };
  }
  const parts = await compare(repository, base, head);
  return {
    body: comparisonShape(place, {
      ...parts,
      baseHead: params.baseHead,
      commits: slice(parts.commits, page),
      // On further pages there are commits only.
      files: page.number === 1 ? parts.files.slice(0, FILES_MAX) : [],
    }),
  };
}

/** The commits between which `v2.14.0...v2.14.1` lies. Other than a single commit, an unknown end is a 404. */
export async function endsOf(repository: Repository, baseHead: string) {
  const names = baseHead.split('...');
  if (names.length !== 2) throw Refusal.notFound();
  const [base, head] = await Promise.all(
    names.map(name =>
      commitOr404(
        repository,
        name.startsWith(`${repository.owner}:`)
          ? name.slice(repository.owner.length + 1)
          : name,
      ),
    ),
  );
  return { base, head };
}

/** What a commit has that another has not, commits oldest first. */
export async function compare(
  repository: Repository,
  baseId: string,
  headId: string,
) {
  const { git } = repository;
  const mergeBaseId = await mergeBase(git, baseId, headId);
  const [base, head, common, ahead, behind, files] = await Promise.all([
    commit(git, baseId),
    commit(git, headId),
    commit(git, mergeBaseId),
    log(git, `${baseId}..${headId}`),
    log(git, `${headId}..${baseId}`),
    changedFiles(git, mergeBaseId, headId),
  ]);
  return {
    base,
    head,
    mergeBase: common,
    aheadBy: ahead.length,
    behindBy: behind.length,
    commits: ahead.reverse(),
    files,
  };
}
