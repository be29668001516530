import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { GithubWorld } from 'demo/src/github/index.ts';
import { REST_API } from './restApi.ts';

const NOW = Date.parse('2026-11-19T02:12:00Z');
const REPOSITORY = '/repos/acme/rest-api';

describe('the repository of the recorded incident', () => {
  let world: GithubWorld;
  const read = async (path: string) =>
    (await fetch(`${world.url}${path}`)).json();

  before(async () => {
    world = await GithubWorld.create({ now: () => NOW, stories: [REST_API] });
  });
  after(() => world.close());

  it('holds the cut of the replicas between its last two tags', async () => {
    const { total_commits, commits, files } = await read(
      `${REPOSITORY}/compare/v2.14.0...v2.14.1`,
    );
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
    assert.match(values.patch, /\n-replicaCount: 50\n\+replicaCount: 5\n/);
  });

  it('leads from the release to who approved it', async () => {
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
});
