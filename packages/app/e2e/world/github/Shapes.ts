import type {
  ChangedFile,
  Commit,
  PullRequest,
  Repository,
} from './Repository.ts';
import type { Account } from './Story.ts';

/** Where the API and the pages that it links to are. */
export interface Addresses {
  api: string;
  web: string;
}

const date = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Writes what a repository holds in the shapes of GitHub's REST API, version 2022-11-28. */
export class Shapes {
  readonly #repository: Repository;
  readonly #api: string;
  readonly #web: string;
  readonly #webHost: string;

  static create(repository: Repository, addresses: Addresses): Shapes {
    return new Shapes(repository, addresses);
  }

  private constructor(repository: Repository, addresses: Addresses) {
    const { owner, name } = repository;
    this.#repository = repository;
    this.#api = `${addresses.api}/repos/${owner}/${name}`;
    this.#web = `${addresses.web}/${owner}/${name}`;
    this.#webHost = addresses.web;
  }

  repository() {
    const { owner, name, story } = this.#repository;
    const [first] = story.commits;
    return {
      id: 500_001,
      node_id: 'R_kgDOAAeo4Q',
      name,
      full_name: `${owner}/${name}`,
      private: true,
      owner: {
        login: owner,
        id: 900,
        type: 'Organization',
        html_url: `${this.#webHost}/${owner}`,
      },
      html_url: this.#web,
      description: story.description,
      fork: false,
      url: this.#api,
      clone_url: `${this.#web}.git`,
      language: story.language,
      default_branch: 'main',
      archived: false,
      visibility: 'private',
      created_at: date(this.#repository.now - first.minutesBeforeNow * 60_000),
    };
  }

  commit(commit: Commit) {
    const link = (id: string) => ({
      sha: id,
      url: `${this.#api}/commits/${id}`,
      html_url: `${this.#web}/commit/${id}`,
    });
    return {
      ...link(commit.id),
      comments_url: `${this.#api}/commits/${commit.id}/comments`,
      commit: {
        author: commit.author,
        committer: commit.committer,
        message: commit.message,
        tree: {
          sha: commit.tree,
          url: `${this.#api}/git/trees/${commit.tree}`,
        },
        url: `${this.#api}/git/commits/${commit.id}`,
        comment_count: 0,
        verification: {
          verified: false,
          reason: 'unsigned',
          signature: null,
          payload: null,
        },
      },
      author: this.#accountOf(commit.author.email),
      committer: this.#accountOf(commit.committer.email),
      parents: commit.parents.map(link),
    };
  }

  file(file: ChangedFile, head: string) {
    const { path, previousPath, status, blob, additions, deletions } = file;
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return {
      sha: blob,
      filename: path,
      status,
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${this.#web}/blob/${head}/${encoded}`,
      raw_url: `${this.#web}/raw/${head}/${encoded}`,
      contents_url: `${this.#api}/contents/${encoded}?ref=${head}`,
      ...(file.patch !== undefined && { patch: file.patch }),
      ...(previousPath && { previous_filename: previousPath }),
    };
  }

  commitWithFiles(commit: Commit, files: ChangedFile[]) {
    const sum = (key: 'additions' | 'deletions') =>
      files.reduce((total, file) => total + file[key], 0);
    const [additions, deletions] = [sum('additions'), sum('deletions')];
    return {
      ...this.commit(commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files.map(file => this.file(file, commit.id)),
    };
  }

  comparison(parts: {
    baseHead: string;
    base: Commit;
    head: Commit;
    mergeBase: Commit;
    aheadBy: number;
    behindBy: number;
    /** Of this page, oldest first. */
    commits: Commit[];
    files: ChangedFile[];
  }) {
    const { aheadBy, behindBy, baseHead, base, head } = parts;
    const { owner } = this.#repository;
    return {
      url: `${this.#api}/compare/${baseHead}`,
      html_url: `${this.#web}/compare/${baseHead}`,
      permalink_url: `${this.#web}/compare/${owner}:${base.id.slice(
        0,
        7,
      )}...${owner}:${head.id.slice(0, 7)}`,
      diff_url: `${this.#web}/compare/${baseHead}.diff`,
      patch_url: `${this.#web}/compare/${baseHead}.patch`,
      base_commit: this.commit(base),
      merge_base_commit: this.commit(parts.mergeBase),
      status: statusOf(aheadBy, behindBy),
      ahead_by: aheadBy,
      behind_by: behindBy,
      total_commits: aheadBy,
      commits: parts.commits.map(commit => this.commit(commit)),
      files: parts.files.map(file => this.file(file, head.id)),
    };
  }

  reference(name: string, id: string) {
    return {
      ref: name,
      url: `${this.#api}/git/${name}`,
      object: {
        sha: id,
        type: 'commit',
        url: `${this.#api}/git/commits/${id}`,
      },
    };
  }

  tag(name: string, id: string) {
    return {
      name,
      commit: { sha: id, url: `${this.#api}/commits/${id}` },
      zipball_url: `${this.#api}/zipball/refs/tags/${name}`,
      tarball_url: `${this.#api}/tarball/refs/tags/${name}`,
    };
  }

  pullRequest(pull: PullRequest) {
    const merged = date(pull.mergedAt);
    return {
      url: `${this.#api}/pulls/${pull.number}`,
      id: 700_000 + pull.number,
      html_url: `${this.#web}/pull/${pull.number}`,
      number: pull.number,
      state: 'closed',
      locked: false,
      title: pull.title,
      user: this.#account(pull.author),
      body: pull.body,
      created_at: merged,
      updated_at: merged,
      closed_at: merged,
      merged_at: merged,
      merge_commit_sha: pull.mergeCommit,
      assignees: [],
      requested_reviewers: [],
      labels: pull.labels.map((name, index) => ({
        id: 800_000 + index,
        name,
        color: 'ededed',
        default: false,
        description: null,
      })),
      draft: false,
      base: { ref: 'main', label: `${this.#repository.owner}:main` },
    };
  }

  reviews(pull: PullRequest) {
    return pull.reviews.map((review, index) => ({
      id: pull.number * 100 + index,
      user: this.#account(review.by),
      body: review.body,
      state: review.state,
      html_url: `${this.#web}/pull/${pull.number}#pullrequestreview-${
        pull.number * 100 + index
      }`,
      submitted_at: date(
        this.#repository.now - review.minutesBeforeNow * 60_000,
      ),
      commit_id: pull.mergeCommit,
      author_association: 'MEMBER',
    }));
  }

  #accountOf(email: string) {
    const account = this.#repository.account(email);
    return account ? this.#account(account) : null;
  }

  #account({ login, id, type }: Account) {
    return {
      login,
      id,
      type,
      site_admin: false,
      avatar_url: '',
      html_url: `${this.#webHost}/${login.replace('[bot]', '')}`,
    };
  }
}

function statusOf(aheadBy: number, behindBy: number) {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead';
  return behindBy > 0 ? 'behind' : 'identical';
}
