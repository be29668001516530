import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type GithubWorld, createGithubWorld } from './createGithubWorld.ts';

const NOW = Date.parse('2026-11-19T02:12:00Z');
const REPOSITORY = '/repos/acme/rest-api';

describe('the GitHub of the stories', () => {
  let world: GithubWorld;
  const ask = (path: string, init?: RequestInit) =>
    fetch(`${world.url}${path}`, init);
  const read = async (path: string) => (await ask(path)).json();

  before(async () => {
    world = await createGithubWorld({ now: NOW });
  });
  after(() => world.close());

  it('compares two tags as GitHub does', async () => {
    const { status, total_commits, commits, files } = await read(
      `${REPOSITORY}/compare/v2.14.0...v2.14.1`,
    );
    assert.equal(status, 'ahead');
    assert.equal(total_commits, 3);
    assert.deepEqual(
      commits.map(
        (one: { commit: { message: string } }) =>
          one.commit.message.split('\n', 1)[0],
      ),
      [
        'Bump undici from 6.21.1 to 6.21.2 (#1828)',
        'Cache order lookups for two minutes (#1830)',
        'Smaller replicas for the load test (#1832)',
      ],
    );
    const values = files.find(
      ({ filename }: { filename: string }) =>
        filename === 'deploy/prod-eu/values.yaml',
    );
    assert.match(values.patch, /^@@ .*\n/);
    assert.match(values.patch, /\n-replicaCount: 50\n\+replicaCount: 5\n/);
    const back = await read(`${REPOSITORY}/compare/v2.14.1...v2.14.0`);
    assert.deepEqual(
      [back.status, back.behind_by, back.commits, back.files],
      ['behind', 3, [], []],
    );
  });

  it('gives commits on pages, the files on the first only', async () => {
    const path = `${REPOSITORY}/compare/v2.14.0...v2.14.1?per_page=2`;
    const [first, second] = await Promise.all([
      read(path),
      read(`${path}&page=2`),
    ]);
    assert.equal(first.commits.length, 2);
    assert.equal(second.commits.length, 1);
    assert.equal(second.files.length, 0);
    const list = await ask(`${REPOSITORY}/commits?per_page=2`);
    assert.match(list.headers.get('link') ?? '', /page=2>; rel="next"/);
  });

  it('has the same commits for the same moment', async () => {
    const again = await createGithubWorld({ now: NOW });
    try {
      assert.equal(
        await again.repository.git.resolve('tags/v2.14.1'),
        await world.repository.git.resolve('tags/v2.14.1'),
      );
    } finally {
      await again.close();
    }
    await assert.rejects(access(again.repository.git.folder));
  });

  it('leads from a commit to who approved it', async () => {
    const [pull] = await read(`${REPOSITORY}/commits/tags%2Fv2.14.1/pulls`);
    assert.equal(pull.number, 1832);
    const reviews = await read(`${REPOSITORY}/pulls/1832/reviews`);
    assert.deepEqual(
      reviews.map((one: { user: { login: string }; state: string }) => [
        one.user.login,
        one.state,
      ]),
      [
        ['mdvorak', 'COMMENTED'],
        ['tlis', 'APPROVED'],
      ],
    );
  });

  it('refuses in the words of GitHub', async () => {
    const failed = async (path: string, init?: RequestInit) => {
      const answer = await ask(path, init);
      const { message } = await answer.json();
      return [answer.status, message];
    };
    assert.deepEqual(await failed('/repos/acme/nothing'), [404, 'Not Found']);
    assert.deepEqual(await failed(`${REPOSITORY}/commits/v9.9.9`), [
      422,
      'No commit found for SHA: v9.9.9',
    ]);
    assert.deepEqual(await failed(`${REPOSITORY}/compare/v2.14.0...v9`), [
      404,
      'Not Found',
    ]);
    assert.deepEqual(await failed(REPOSITORY, { method: 'DELETE' }), [
      404,
      'Not Found',
    ]);
  });

  it('answers 304 to who knows it already, at no cost', async () => {
    const first = await ask(REPOSITORY);
    const etag = first.headers.get('etag') ?? '';
    const again = await ask(REPOSITORY, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
    assert.equal(
      again.headers.get('x-ratelimit-remaining'),
      first.headers.get('x-ratelimit-remaining'),
    );
  });

  it('asks for its token and stops at its limit', async () => {
    const strict = await createGithubWorld({
      now: NOW,
      token: 'token-of-the-test',
      rateLimit: 1,
    });
    try {
      const status = async (token?: string) => {
        const answer = await fetch(`${strict.url}${REPOSITORY}`, {
          headers: token ? { authorization: `token ${token}` } : {},
        });
        return [answer.status, answer.headers.get('x-ratelimit-remaining')];
      };
      assert.deepEqual(await status(), [404, '1']);
      assert.deepEqual(await status('another'), [401, '1']);
      assert.deepEqual(await status('token-of-the-test'), [200, '0']);
      assert.deepEqual(await status('token-of-the-test'), [403, '0']);
    } finally {
      await strict.close();
    }
  });
});
