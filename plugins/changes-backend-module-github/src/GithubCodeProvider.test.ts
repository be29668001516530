import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { codeComparison } from '@ripplehq/backstage-plugin-changes-common/schema';
import type {
  CodeQuestion,
  CodeRange,
} from '@ripplehq/backstage-plugin-changes-node';
import { deployment } from './__testUtils__/deployment';
import {
  startGithubWorld,
  type StartedWorld,
} from './__testUtils__/startGithubWorld';
import { GithubCodeProvider } from './GithubCodeProvider';

const TOKEN = 'token-of-the-test';
const IMAGE = 'ghcr.io/acme/rest-api';
const ENTITY = {
  'github.com/project-slug': 'acme/rest-api',
  'backstage.io/source-location': 'url:https://github.com/acme/rest-api/',
};

const never = new AbortController().signal;

function question(options: Partial<CodeQuestion>): CodeQuestion {
  return {
    subject: 'kubernetes:prod-eu/orders/Deployment.apps/rest-api',
    at: '2026-11-19T01:41:08Z',
    diff: [],
    entityAnnotations: [ENTITY],
    ...options,
  };
}

const rollout = (from: string, to: string) =>
  question({
    before: deployment({ image: `${IMAGE}:${from}` }),
    after: deployment({ image: `${IMAGE}:${to}` }),
  });

function provider(
  integration: object,
  options: Partial<Parameters<typeof GithubCodeProvider.create>[0]> = {},
) {
  return GithubCodeProvider.create({
    integrations: ScmIntegrations.fromConfig(
      mockServices.rootConfig({
        data: { integrations: { github: [integration] } },
      }),
    ),
    logger: mockServices.logger.mock(),
    ...options,
  });
}

describe('GithubCodeProvider over a real repository', () => {
  let world: StartedWorld;
  const requests: string[] = [];
  const recording: typeof fetch = (input, init) => {
    requests.push(`${init?.method} ${new URL(String(input)).pathname}`);
    return fetch(input, init);
  };
  const github = (token = TOKEN) =>
    provider(
      { host: 'github.com', apiBaseUrl: world.url, token },
      { fetch: recording },
    );
  const range = async (asked: CodeQuestion) => {
    const found = await github().resolve(asked, never);
    if (!found || 'unknown' in found) throw new Error(JSON.stringify(found));
    return found;
  };

  beforeAll(async () => {
    world = await startGithubWorld([
      '--token',
      TOKEN,
      '--now',
      '2026-11-19T02:12:00Z',
    ]);
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    requests.length = 0;
  });

  it('tells what a release brought, who wrote it and who approved it', async () => {
    const found = await range(rollout('v2.14.0', 'v2.14.1'));
    expect(found).toEqual({
      repository: 'github.com/acme/rest-api',
      base: 'v2.14.0',
      head: 'v2.14.1',
      how: 'image tag v2.14.1 is a tag of acme/rest-api',
    });
    const comparison = await github().compare(found, never);
    expect(codeComparison.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({
      repository: {
        name: 'github.com/acme/rest-api',
        url: 'https://github.com/acme/rest-api',
      },
      direction: 'forward',
      url: 'https://github.com/acme/rest-api/compare/v2.14.0...v2.14.1',
      truncated: false,
    });
    expect(
      comparison.commits.map(({ title, author }) => [title, author]),
    ).toEqual([
      [
        'Smaller replicas for the load test (#1832)',
        { name: 'Dana Whitfield', login: 'dwhitfield' },
      ],
      [
        'Cache order lookups for two minutes (#1830)',
        { name: 'Tomasz Lis', login: 'tlis' },
      ],
      [
        'Bump undici from 6.21.1 to 6.21.2 (#1828)',
        { name: 'renovate[bot]', login: 'renovate[bot]' },
      ],
    ]);
    expect(comparison.authors.map(({ name }) => name)).toEqual([
      'Dana Whitfield',
      'Tomasz Lis',
      'Marek Dvořák',
      'renovate[bot]',
    ]);
    expect(comparison.pullRequests[0]).toEqual({
      number: 1832,
      title: 'Smaller replicas for the load test',
      body: expect.stringContaining('CORE-2291'),
      url: 'https://github.com/acme/rest-api/pull/1832',
      author: { name: 'dwhitfield', login: 'dwhitfield' },
      approvedBy: [{ name: 'tlis', login: 'tlis' }],
      labels: ['load-test'],
      mergedAt: '2026-11-19T00:58:00.000Z',
    });
    const values = comparison.files.find(({ path }) =>
      path.startsWith('deploy/prod-eu'),
    );
    expect(values).toMatchObject({
      status: 'modified',
      additions: 1,
      deletions: 1,
      patch: expect.stringMatching(/\n-replicaCount: 50\n\+replicaCount: 5\n/),
    });
    expect(
      comparison.files.filter(file => file.generated).map(file => file.path),
    ).toEqual(['package-lock.json']);
    // Two tags; the comparison, three commits' pull requests and their reviews.
    expect(requests).toHaveLength(2 + 1 + 3 + 3);
    expect(requests.every(one => one.startsWith('GET '))).toBe(true);
  });

  it('tells what a rollback took away', async () => {
    const found = await range(rollout('v2.14.1', 'v2.14.0'));
    const comparison = await github().compare(found, never);
    expect(comparison).toMatchObject({
      base: 'v2.14.1',
      head: 'v2.14.0',
      direction: 'backward',
    });
    expect(comparison.commits).toHaveLength(3);
    expect(
      comparison.files.find(({ path }) => path.startsWith('deploy/prod-eu'))
        ?.patch,
    ).toMatch(/\n-replicaCount: 5\n\+replicaCount: 50\n/);
  });

  it('takes a shortened commit id in the tag, and an annotation before it', async () => {
    const head = world.tags['v2.14.1'];
    const base = world.tags['v2.14.0'];
    const byTag = await range(
      rollout(`sha-${base.slice(0, 7)}`, `main-${head.slice(0, 8)}`),
    );
    expect(byTag).toMatchObject({ base, head });
    expect(byTag.how).toBe(
      `image tag main-${head.slice(0, 8)} is a commit of acme/rest-api`,
    );
    const annotated = (revision: string) =>
      deployment({
        image: `${IMAGE}:latest`,
        templateAnnotations: { 'org.opencontainers.image.revision': revision },
      });
    expect(
      await range(
        question({ before: annotated(base), after: annotated(head) }),
      ),
    ).toMatchObject({
      base,
      head,
      how: `annotation org.opencontainers.image.revision ${head.slice(
        0,
        7,
      )} is a commit of acme/rest-api`,
    });
  });

  it('shows the commit alone when the version before is unknown', async () => {
    const found = await range(rollout('latest', '2.14.1'));
    expect(found).toEqual({
      repository: 'github.com/acme/rest-api',
      head: 'v2.14.1',
      how: 'image tag 2.14.1 is tag v2.14.1 of acme/rest-api; the version before is not known there',
    });
    const comparison = await github().compare(found, never);
    expect(comparison.base).toBeUndefined();
    expect(comparison.commits.map(({ title }) => title)).toEqual([
      'Smaller replicas for the load test (#1832)',
    ]);
    expect(comparison.files.map(({ path }) => path)).toEqual([
      'deploy/prod-eu/values.yaml',
    ]);
  });

  it.each([
    [
      'a tag that the repository does not have',
      rollout('v2.14.1', 'v9.0.0'),
      /^acme\/rest-api has no tag for v9\.0\.0\. Push the tag, or write /,
    ],
    [
      'a commit that it does not have',
      rollout('v2.14.1', 'sha-0123abc'),
      /has no commit 0123abc\./,
    ],
    [
      'a tag that names no version',
      rollout('v2.14.1', 'latest'),
      /^Image ghcr\.io\/acme\/rest-api:latest names no version or commit; write /,
    ],
    [
      'a version that stayed',
      rollout('v2.14.1', 'v2.14.1'),
      /^The version did not change: image tag v2\.14\.1 stayed\.$/,
    ],
    [
      'an image of another name',
      question({
        before: deployment({ image: 'redis:7.2.0' }),
        after: deployment({ image: 'redis:7.2.1' }),
      }),
      /^Nothing ties image tag 7\.2\.1 to acme\/rest-api/,
    ],
    [
      'a repository that is not there',
      {
        ...rollout('v2.14.0', 'v2.14.1'),
        entityAnnotations: [{ 'github.com/project-slug': 'acme/rest-api-2' }],
      },
      /^acme\/rest-api-2 does not exist on github\.com, is empty, or the credentials of integrations\.github may not read it\.$/,
    ],
  ])('says why it knows nothing of %s', async (_, asked, reason) => {
    expect(await github().resolve(asked, never)).toEqual({
      unknown: expect.stringMatching(reason),
    });
  });

  it('leaves alone what is no workload, and what lies elsewhere', async () => {
    const asked = rollout('v2.14.0', 'v2.14.1');
    for (const other of [
      { ...asked, after: { kind: 'ConfigMap', data: {} } },
      { ...asked, after: undefined },
      { ...asked, entityAnnotations: [] },
      {
        ...asked,
        entityAnnotations: [
          {
            'backstage.io/source-location':
              'url:https://github.evil.example/acme/rest-api',
          },
        ],
      },
    ]) {
      expect(await github().resolve(other, never)).toBeUndefined();
    }
    expect(requests).toEqual([]);
  });

  it('names the remedy for bad credentials', async () => {
    expect(
      await github('expired').resolve(rollout('v2.14.0', 'v2.14.1'), never),
    ).toEqual({
      unknown:
        "github.com refuses the portal's credentials; renew those of integrations.github for github.com.",
    });
    await expect(
      github().compare(
        { repository: 'github.com/acme/gone', head: 'v1.0.0', how: '' },
        never,
      ),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

describe('GithubCodeProvider when GitHub does not answer', () => {
  const NOW = Date.parse('2026-11-19T02:12:00Z');
  const asked = rollout('v2.14.0', 'v2.14.1');
  const range: CodeRange = {
    repository: 'github.com/acme/rest-api',
    base: 'v2.14.0',
    head: 'v2.14.1',
    how: '',
  };
  const answering = (answer: typeof fetch, timeoutMs?: number) =>
    provider(
      { host: 'github.com', token: TOKEN },
      { fetch: answer, now: () => NOW, timeoutMs },
    );
  const json = (status: number, body: unknown, headers = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...headers,
      },
    });

  it('says until when the limit is used up, and asks no more until then', async () => {
    const answer = jest.fn(async () =>
      json(
        403,
        { message: 'API rate limit exceeded' },
        {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(NOW / 1000 + 600),
        },
      ),
    );
    const github = answering(answer);
    await expect(github.resolve(asked, never)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('until 2026-11-19T02:22:00.000Z'),
    });
    await expect(github.compare(range, never)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it('gives up in time, and when nobody waits any more', async () => {
    const hanging: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () =>
          reject(init.signal?.reason),
        );
      });
    await expect(
      answering(hanging, 20).resolve(asked, never),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/^github\.com did not answer in time/),
    });
    const gone = new AbortController();
    const answer = answering(hanging).compare(range, gone.signal);
    gone.abort();
    await expect(answer).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });

  it.each([
    ['a server error', async () => json(502, { message: 'Bad gateway' })],
    [
      'a lost connection',
      async () => {
        throw new TypeError('fetch failed');
      },
    ],
    ['garbage', async () => json(200, { status: 'no idea' })],
    [
      'a page of HTML',
      async () =>
        new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    ],
    [
      'a redirect to another host',
      async () =>
        new Response(null, {
          status: 301,
          headers: { location: 'https://elsewhere.example/' },
        }),
    ],
  ])('turns %s into an error that can be shown', async (_, answer) => {
    const called = jest.fn<Promise<Response>, Parameters<typeof fetch>>(answer);
    await expect(answering(called).compare(range, never)).rejects.toMatchObject(
      { name: 'ServiceUnavailableError' },
    );
    expect(
      called.mock.calls.every(
        ([url]) => new URL(String(url)).host === 'api.github.com',
      ),
    ).toBe(true);
  });

  it('stops at an answer that is too large', async () => {
    const endless = async () =>
      new Response(
        new ReadableStream({
          pull: controller => controller.enqueue(new Uint8Array(1_000_000)),
        }),
        { headers: { 'content-type': 'application/json' } },
      );
    await expect(
      answering(endless).compare(range, never),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('open it on GitHub'),
    });
  });

  it('shows the code to a token that may not read pull requests', async () => {
    const sha = 'a'.repeat(40);
    const github = answering(async input => {
      const { pathname } = new URL(String(input));
      if (pathname.endsWith('/pulls')) {
        return json(403, {
          message: 'Resource not accessible by personal access token',
        });
      }
      return json(200, {
        status: 'ahead',
        total_commits: 1,
        html_url: 'https://github.com/acme/rest-api/compare/a...b',
        commits: [
          {
            sha,
            html_url: `https://github.com/acme/rest-api/commit/${sha}`,
            commit: {
              message: 'Fix it',
              author: { name: 'Dana', date: '2026-11-19T01:00:00Z' },
              committer: null,
            },
            author: null,
          },
        ],
        files: [],
      });
    });
    expect(await github.compare(range, never)).toMatchObject({
      commits: [{ title: 'Fix it', author: { name: 'Dana' } }],
      pullRequests: [],
    });
  });
});
