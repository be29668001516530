import type { GithubCommit } from '../client/schema';
import { codeCommits } from './commits';
import { authorsOf, coAuthorsOf } from './people';
import { approvers, pullRequest, relevantPullRequests } from './pullRequests';

const commit = (
  message: string,
  rest: { name?: string | null; login?: string; date?: string } = {},
): GithubCommit => ({
  sha: 'a'.repeat(40),
  html_url: 'https://github.com/acme/rest-api/commit/a',
  commit: {
    message,
    author: {
      name: 'name' in rest ? rest.name : 'Dana Whitfield',
      date: rest.date ?? '2026-11-19T01:00:00+01:00',
    },
    committer: null,
  },
  author: rest.login ? { login: rest.login } : null,
});

describe('coAuthorsOf', () => {
  it('reads the trailers of a message', () => {
    expect(
      coAuthorsOf(
        commit(
          [
            'Title',
            '',
            'Co-authored-by: Marek Dvořák <1103+mdvorak@users.noreply.github.com>',
            'co-authored-by: Tomasz Lis <tomasz.lis@acme.example>',
            'Co-authored-by: nobody',
          ].join('\n'),
        ),
      ),
    ).toEqual([
      { name: 'Marek Dvořák', login: 'mdvorak' },
      { name: 'Tomasz Lis' },
    ]);
  });
});

describe('authorsOf', () => {
  it('names everybody once', () => {
    expect(
      authorsOf([
        commit('a', { login: 'dwhitfield' }),
        commit(
          'b\n\nCo-authored-by: Dana W <1+dwhitfield@users.noreply.github.com>',
        ),
        commit('c', { name: null }),
      ]),
    ).toEqual([
      { name: 'Dana Whitfield', login: 'dwhitfield' },
      { name: 'unknown' },
    ]);
  });
});

describe('codeCommits', () => {
  it('gives the first line, in UTC', () => {
    expect(codeCommits([commit('Title\n\nBody')])).toMatchObject([
      { title: 'Title', at: '2026-11-19T00:00:00.000Z' },
    ]);
    expect(codeCommits([commit('a', { date: 'yesterday' })])).toEqual([]);
  });
});

describe('pull requests', () => {
  const review = (login: string, state: string) => ({
    user: { login },
    state,
  });
  const pull = (rest: object = {}) => ({
    number: 1,
    title: 'Title',
    body: null,
    html_url: 'https://github.com/acme/rest-api/pull/1',
    state: 'closed',
    user: null,
    labels: [],
    merged_at: null,
    ...rest,
  });

  it('counts the last word of each reviewer', () => {
    expect(
      approvers([
        review('a', 'CHANGES_REQUESTED'),
        review('a', 'APPROVED'),
        review('a', 'COMMENTED'),
        review('b', 'APPROVED'),
        review('b', 'DISMISSED'),
        review('c', 'COMMENTED'),
        { user: null, state: 'APPROVED' },
      ]).map(({ login }) => login),
    ).toEqual(['a']);
  });

  it('prefers those that were merged, and drops those that were given up', () => {
    const merged = pull({ number: 2, merged_at: '2026-11-19T01:00:00Z' });
    const open = pull({ number: 3, state: 'open' });
    expect(relevantPullRequests([pull(), open, merged])).toEqual([merged]);
    expect(relevantPullRequests([pull(), open])).toEqual([open]);
    expect(relevantPullRequests([pull()])).toEqual([]);
  });

  it('passes the body on as text, cut short', () => {
    const found = pullRequest(
      pull({ body: `<img src=x onerror=alert(1)>${'x'.repeat(5000)}` }),
      [],
    );
    expect(found.body).toHaveLength(4000);
    expect(found.body.startsWith('<img src=x onerror=alert(1)>')).toBe(true);
    expect(found.author).toEqual({ name: 'ghost' });
    expect(found.mergedAt).toBeUndefined();
  });
});
