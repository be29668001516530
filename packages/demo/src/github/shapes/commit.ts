import type { ChangedFile } from '../git/changedFiles.ts';
import type { Commit } from '../git/commits.ts';
import { accountShape } from './account.ts';
import { encodePath, type Place } from './Place.ts';
import type { Schema } from './schema.ts';

export function commitShape(place: Place, commit: Commit): Schema<'commit'> {
  const { api } = place;
  return {
    ...link(place, commit.id),
    node_id: Buffer.from(`C_${commit.id}`).toString('base64'),
    comments_url: `${api}/commits/${commit.id}/comments`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.id}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author: accountOf(place, commit.author.email),
    committer: accountOf(place, commit.committer.email),
    parents: commit.parents.map(parent => link(place, parent)),
  };
}

/** A commit as Git alone knows it. */
export function gitCommitShape(
  place: Place,
  commit: Commit,
): Schema<'git-commit'> {
  const { commit: shape, node_id } = commitShape(place, commit);
  const { api, web } = place;
  const gitLink = (id: string) => ({
    sha: id,
    url: `${api}/git/commits/${id}`,
    html_url: `${web}/commit/${id}`,
  });
  return {
    ...gitLink(commit.id),
    node_id,
    author: commit.author,
    committer: commit.committer,
    message: shape.message,
    tree: shape.tree,
    parents: commit.parents.map(gitLink),
    verification: {
      verified: false,
      reason: 'unsigned',
      signature: null,
      payload: null,
      verified_at: null,
    },
  };
}

/** A commit within a check suite. */
export function simpleCommitShape(commit: Commit): Schema<'simple-commit'> {
  const { author, committer } = commit;
  return {
    id: commit.id,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

export function commitWithFilesShape(
  place: Place,
  commit: Commit,
  files: readonly ChangedFile[],
): Schema<'commit'> {
  const { additions, deletions } = sum(files);
  return {
    ...commitShape(place, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map(file => fileShape(place, file, commit.id)),
  };
}

export function fileShape(
  { api, web }: Place,
  file: ChangedFile,
  head: string,
): Schema<'diff-entry'> {
  const { path, previousPath, status, blob, additions, deletions } = file;
  const encoded = encodePath(path);
  return {
    sha: blob,
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${web}/blob/${head}/${encoded}`,
    raw_url: `${web}/raw/${head}/${encoded}`,
    contents_url: `${api}/contents/${encoded}?ref=${head}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(previousPath && { previous_filename: previousPath }),
  };
}

export function comparisonShape(
  place: Place,
  parts: {
    baseHead: string;
    base: Commit;
    head: Commit;
    mergeBase: Commit;
    aheadBy: number;
    behindBy: number;
    /** Of this page, oldest first. */
    commits: readonly Commit[];
    files: readonly ChangedFile[];
  },
): Schema<'commit-comparison'> {
  const { aheadBy, behindBy, base, head } = parts;
  const { owner } = place.repository;
  const page = `${place.web}/compare`;
  const baseHead = encodePath(parts.baseHead);
  const short = (commit: Commit) => `${owner}:${commit.id.slice(0, 7)}`;
  return {
    url: `${place.api}/compare/${baseHead}`,
    html_url: `${page}/${baseHead}`,
    permalink_url: `${page}/${short(base)}...${short(head)}`,
    diff_url: `${page}/${baseHead}.diff`,
    patch_url: `${page}/${baseHead}.patch`,
    base_commit: commitShape(place, base),
    merge_base_commit: commitShape(place, parts.mergeBase),
    status: statusOf(aheadBy, behindBy),
    ahead_by: aheadBy,
    behind_by: behindBy,
    total_commits: aheadBy,
    commits: parts.commits.map(commit => commitShape(place, commit)),
    files: parts.files.map(file => fileShape(place, file, head.id)),
  };
}

/** Lines added and removed by all files together. */
export function sum(files: readonly ChangedFile[]) {
  return files.reduce(
    (total, file) => ({
      additions: total.additions + file.additions,
      deletions: total.deletions + file.deletions,
    }),
    { additions: 0, deletions: 0 },
  );
}

function link({ api, web }: Place, id: string) {
  return {
    sha: id,
    url: `${api}/commits/${id}`,
    html_url: `${web}/commit/${id}`,
  };
}

function accountOf({ site, repository }: Place, email: string) {
  const account = repository.accountOf(email);
  return account ? accountShape(site, account) : null;
}

function statusOf(aheadBy: number, behindBy: number) {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead';
  return behindBy > 0 ? 'behind' : 'identical';
}
