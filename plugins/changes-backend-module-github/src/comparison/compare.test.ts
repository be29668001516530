import type { GithubReader } from '../client/GithubReader';
import type { GithubComparison } from '../client/schema';
import { compare } from './compare';

const RANGE = {
  repository: 'github.com/acme/rest-api',
  base: 'v1.0.0',
  head: 'v2.0.0',
  how: '',
};

/** A repository with so many commits between the two, on pages of 100. */
function reader(total: number, rest: Partial<GithubComparison> = {}) {
  const commit = (index: number) => ({
    sha: String(index).padStart(40, '0'),
    html_url: 'https://github.com/acme/rest-api/commit/x',
    commit: {
      message: `Commit ${index}`,
      author: { name: 'Dana', date: '2026-11-19T01:00:00Z' },
      committer: null,
    },
    author: null,
  });
  const pages: number[] = [];
  const fake: Pick<
    GithubReader,
    'compare' | 'pullRequestsOf' | 'reviewsOf' | 'commit'
  > = {
    async compare(_base, _head, page) {
      pages.push(page);
      const first = (page - 1) * 100;
      return {
        status: 'ahead',
        total_commits: total,
        html_url: 'https://github.com/acme/rest-api/compare/x',
        commits: Array.from(
          { length: Math.max(0, Math.min(100, total - first)) },
          (_, index) => commit(first + index + 1),
        ),
        files: [],
        ...rest,
      };
    },
    pullRequestsOf: jest.fn(async () => []),
    reviewsOf: async () => [],
    commit: async () => ({ ...commit(1), files: [] }),
  };
  return { fake: fake as GithubReader, pages };
}

describe('compare', () => {
  it('reads the first page and the newest ones of a long list', async () => {
    const { fake, pages } = reader(730);
    const found = await compare(
      fake,
      RANGE,
      'https://github.com/acme/rest-api',
    );
    expect(pages).toEqual([1, 7, 8]);
    expect(found.commits).toHaveLength(230);
    expect(found.commits[0].title).toBe('Commit 730');
    expect(found.commits[229].title).toBe('Commit 1');
    expect(found.truncated).toBe(true);
    expect(fake.pullRequestsOf).toHaveBeenCalledTimes(20);
  });

  it('reads everything where that is little', async () => {
    const { fake, pages } = reader(120);
    const found = await compare(fake, RANGE, '');
    expect(pages).toEqual([1, 2]);
    expect(found.commits).toHaveLength(120);
    expect(found.truncated).toBe(false);
  });

  it('does not claim to be whole where both ends went their own way', async () => {
    const { fake } = reader(1, { status: 'diverged' });
    expect(await compare(fake, RANGE, '')).toMatchObject({
      direction: 'forward',
      truncated: true,
    });
  });
});
