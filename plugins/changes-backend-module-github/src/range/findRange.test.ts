import { deployment } from '../__testUtils__/deployment';
import { GithubFailure } from '../client/GithubFailure';
import type { Repository } from '../repository/Repository';
import { readWorkload } from '../workload/Workload';
import { findRange } from './findRange';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);

const repository = (name: string, rest: Partial<Repository> = {}) => ({
  host: 'github.com',
  owner: 'acme',
  name,
  saidBy: 'project-slug' as const,
  ...rest,
});

function find(options: {
  before?: string;
  after: string;
  repositories?: Repository[];
  /** Commit ids by repository and ref. */
  known: Record<string, Record<string, string> | GithubFailure>;
}) {
  const workload = (tag: string) =>
    readWorkload(deployment({ image: `ghcr.io/acme/rest-api:${tag}` }))!;
  return findRange({
    before: options.before ? workload(options.before) : undefined,
    after: workload(options.after),
    repositories: options.repositories ?? [repository('rest-api')],
    open: async ({ name }) => {
      const known = options.known[name];
      if (known instanceof GithubFailure) throw known;
      return { commitId: async ref => known[ref] };
    },
    repositoryOfUrl: () => undefined,
  });
}

describe('findRange', () => {
  it('goes on to the next repository when one does not know the version', async () => {
    await expect(
      find({
        before: 'a'.repeat(7),
        after: 'b'.repeat(7),
        repositories: [
          repository('catalog', { saidBy: 'source-location' }),
          repository('rest-api', { path: 'server' }),
        ],
        known: {
          catalog: {},
          'rest-api': { aaaaaaa: OLD, bbbbbbb: NEW },
        },
      }),
    ).resolves.toEqual({
      repository: 'github.com/acme/rest-api',
      base: OLD,
      head: NEW,
      how: 'image tag bbbbbbb is a commit of acme/rest-api',
      path: 'server',
    });
  });

  it('goes on when one may not be read, and says so if none knows', async () => {
    const closed = new GithubFailure('forbidden', 'No access to it');
    const repositories = [repository('rest-api-web'), repository('rest-api')];
    await expect(
      find({
        after: 'v1.0.0',
        repositories,
        known: { 'rest-api-web': closed, 'rest-api': { 'tags/v1.0.0': NEW } },
      }),
    ).resolves.toMatchObject({ head: 'v1.0.0' });
    await expect(
      find({
        after: 'v1.0.0',
        repositories,
        known: { 'rest-api-web': closed, 'rest-api': closed },
      }),
    ).resolves.toEqual({ unknown: 'No access to it.' });
  });

  it('does not hide that GitHub cannot be asked now', async () => {
    const away = new GithubFailure('unavailable', 'away');
    await expect(
      find({ after: 'v1.0.0', known: { 'rest-api': away } }),
    ).rejects.toBe(away);
  });

  it('does not take a branch that is called like a commit for it', async () => {
    await expect(
      find({ after: 'deadbee', known: { 'rest-api': { deadbee: NEW } } }),
    ).resolves.toEqual({
      unknown: expect.stringContaining('has no commit deadbee'),
    });
  });

  it('says when two versions are the same commit', async () => {
    await expect(
      find({
        before: 'v1.0.0-rc.1',
        after: 'v1.0.0',
        known: {
          'rest-api': { 'tags/v1.0.0': NEW, 'tags/v1.0.0-rc.1': NEW },
        },
      }),
    ).resolves.toEqual({
      unknown:
        'The code is the same before and after: image tag v1.0.0 is still commit bbbbbbb of acme/rest-api.',
    });
  });

  it('gives no base for what was not there before', async () => {
    await expect(
      find({ after: 'v1.0.0', known: { 'rest-api': { 'tags/v1.0.0': NEW } } }),
    ).resolves.toEqual({
      repository: 'github.com/acme/rest-api',
      head: 'v1.0.0',
      how: 'image tag v1.0.0 is a tag of acme/rest-api',
    });
  });
});
