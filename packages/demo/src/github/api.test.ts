import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ADA, BEN, DEPOT, NOW, SHOP } from './__testUtils__/story.ts';
import { GithubWorld } from './GithubWorld.ts';
import { Git } from './git/Git.ts';

const execute = promisify(execFile);
const REPOSITORY = '/repos/acme/shop';

describe('the API of the demo’s GitHub', () => {
  let world: GithubWorld;
  let now = NOW;

  const ask = (route: string, init?: RequestInit) =>
    fetch(`${world.url}${route}`, init);
  const read = async (route: string, init?: RequestInit) =>
    (await ask(route, init)).json();
  const failed = async (route: string, init?: RequestInit) => {
    const answer = await ask(route, init);
    return [answer.status, (await answer.json()).message];
  };

  beforeEach(async () => {
    now = NOW;
    world = await GithubWorld.create({
      now: () => now,
      stories: [SHOP, DEPOT],
    });
  });
  afterEach(() => world.close());

  it('compares two tags, and back', async () => {
    const route = `${REPOSITORY}/compare/v1.0.0...v1.1.0`;
    expect(await read(route)).toMatchObject({
      status: 'ahead',
      total_commits: 1,
      commits: [
        {
          commit: { message: 'Sell more (#7)', committer: { name: 'GitHub' } },
          author: { login: 'ben' },
        },
      ],
      files: [
        {
          filename: 'src/shop.ts',
          status: 'modified',
          patch:
            '@@ -1 +1 @@\n-export const PRICE = 50;\n+export const PRICE = 5;',
        },
      ],
    });
    expect(await read(`${REPOSITORY}/compare/v1.1.0...v1.0.0`)).toMatchObject({
      status: 'behind',
      behind_by: 1,
      commits: [],
      files: [],
    });
    const diff = await ask(route, {
      headers: { accept: 'application/vnd.github.diff' },
    });
    expect(await diff.text()).toContain('diff --git a/src/shop.ts');
  });

  it('gives commits on pages, the files of a comparison on the first only', async () => {
    await world.repository.push({
      message: 'Sell even more',
      author: ADA,
      files: { 'src/shop.ts': old => old.replace('5', '4') },
    });
    const route = `${REPOSITORY}/compare/v1.0.0...main?per_page=1`;
    const [first, second] = [await read(route), await read(`${route}&page=2`)];
    expect([first.commits.length, first.files.length]).toEqual([1, 1]);
    expect([second.commits.length, second.files.length]).toEqual([1, 0]);
    const list = await ask(`${REPOSITORY}/commits?per_page=1&page=2`);
    expect(list.headers.get('link')).toBe(
      [
        [1, 'prev'],
        [3, 'next'],
        [3, 'last'],
        [1, 'first'],
      ]
        .map(
          ([page, rel]) =>
            `<${world.url}${REPOSITORY}/commits?per_page=1&page=${page}>; rel="${rel}"`,
        )
        .join(', '),
    );
  });

  it('lists the commits of a path, of an author and since a moment', async () => {
    const titles = async (query: string) =>
      (await read(`${REPOSITORY}/commits?${query}`)).map(
        (one: { commit: { message: string } }) => one.commit.message,
      );
    expect(await titles('path=README.md')).toEqual(['Sell things']);
    expect(await titles('path=src')).toEqual(['Sell more (#7)', 'Sell things']);
    expect(await titles('author=ada')).toEqual(['Sell things']);
    expect(await titles('since=2026-11-18T12:00:00Z')).toEqual([
      'Sell more (#7)',
    ]);
    expect(await titles('sha=v1.0.0')).toEqual(['Sell things']);
  });

  it('leads from a commit to its pull request and who approved it', async () => {
    const [pull] = await read(`${REPOSITORY}/commits/tags%2Fv1.1.0/pulls`);
    expect(pull).toMatchObject({
      number: 7,
      state: 'closed',
      labels: [{ name: 'pricing' }],
      base: { ref: 'main' },
      merged_at: '2026-11-19T01:12:00Z',
    });
    expect(await read(`${REPOSITORY}/pulls/7`)).toMatchObject({
      merged: true,
      merged_by: { login: 'ada' },
      commits: 1,
      additions: 1,
      deletions: 1,
      changed_files: 1,
    });
    expect(await read(`${REPOSITORY}/pulls/7/reviews`)).toMatchObject([
      {
        user: { login: 'ada' },
        state: 'APPROVED',
        commit_id: pull.head.sha,
        submitted_at: '2026-11-19T01:02:00Z',
      },
    ]);
    expect(await read(`${REPOSITORY}/pulls/7/files`)).toMatchObject([
      { filename: 'src/shop.ts' },
    ]);
    expect(await read(`${REPOSITORY}/issues/7`)).toMatchObject({
      number: 7,
      pull_request: { url: pull.url },
    });
  });

  it('follows a pull request from its opening to its merge', async () => {
    const { pulls } = world.repository;
    const { number } = await pulls.open({
      title: 'Sell for less',
      body: '',
      author: BEN,
      labels: [],
      reviewers: [ADA],
      files: { 'src/shop.ts': old => old.replace('5', '3') },
    });
    expect(number).toBe(8);
    const route = `${REPOSITORY}/pulls/8`;
    expect(
      await read(`${REPOSITORY}/pulls?head=acme:sell-for-less-8`),
    ).toMatchObject([{ number: 8, head: { ref: 'sell-for-less-8' } }]);
    expect(await read(`${route}/requested_reviewers`)).toMatchObject({
      users: [{ login: 'ada' }],
    });
    expect(await read(route)).toMatchObject({
      mergeable: true,
      mergeable_state: 'clean',
      merged: false,
    });
    expect((await ask(`${route}/merge`)).status).toBe(404);

    await pulls.review(8, { by: ADA, state: 'APPROVED', body: '' });
    await world.repository.push({
      message: 'Describe it',
      author: ADA,
      files: { 'README.md': old => `${old}\nSells.\n` },
    });
    await pulls.merge(8, { by: ADA });
    expect((await ask(`${route}/merge`)).status).toBe(204);
    const { merge_commit_sha } = await read(route);
    expect(await read(`${REPOSITORY}/commits/main`)).toMatchObject({
      sha: merge_commit_sha,
      commit: { message: 'Sell for less (#8)' },
      files: [{ filename: 'src/shop.ts' }],
    });
    expect(await world.repository.read('README.md')).toContain('Sells.');
    expect(await read(`${REPOSITORY}/branches`)).toMatchObject([
      { name: 'main', commit: { sha: merge_commit_sha } },
    ]);
  });

  it('says that a pull request has conflicts, and does not merge it', async () => {
    const { pulls } = world.repository;
    await pulls.open({
      title: 'One price',
      body: '',
      author: BEN,
      labels: [],
      files: { 'src/shop.ts': () => 'export const PRICE = 1;\n' },
    });
    await world.repository.push({
      message: 'Another price',
      author: ADA,
      files: { 'src/shop.ts': () => 'export const PRICE = 2;\n' },
    });
    expect(await read(`${REPOSITORY}/pulls/8`)).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    await expect(pulls.merge(8, { by: ADA })).rejects.toThrow('conflicts');
  });

  it('tells what was deployed where, and that a successor replaced it', async () => {
    const { repository } = world;
    const first = await repository.deploy({
      environment: 'prod-eu',
      ref: 'v1.0.0',
      sha: await repository.git.resolve('v1.0.0'),
      creator: ADA,
      state: 'success',
    });
    now += 60_000;
    const second = await repository.deploy({
      environment: 'prod-eu',
      creator: ADA,
      state: 'in_progress',
    });
    const states = async (id: number) =>
      (await read(`${REPOSITORY}/deployments/${id}/statuses`)).map(
        (one: { state: string }) => one.state,
      );
    expect(await states(first.id)).toEqual(['success']);
    now += 60_000;
    await repository.deployments.setStatus(second.id, { state: 'success' });
    expect(await states(first.id)).toEqual(['inactive', 'success']);
    expect(await states(second.id)).toEqual(['success', 'in_progress']);
    expect(
      await read(`${REPOSITORY}/deployments?environment=prod-eu`),
    ).toMatchObject([
      {
        id: second.id,
        production_environment: true,
        created_at: '2026-11-19T02:13:00Z',
        updated_at: '2026-11-19T02:14:00Z',
      },
      { id: first.id, ref: 'v1.0.0' },
    ]);
    expect(await read(`${REPOSITORY}/deployments?sha=abc`)).toEqual([]);
  });

  it('tells what programs found out about a commit', async () => {
    const { repository } = world;
    const check = await repository.check({ name: 'build' });
    const route = `${REPOSITORY}/commits/main`;
    expect(await read(`${route}/check-runs`)).toMatchObject({
      total_count: 1,
      check_runs: [{ name: 'build', status: 'in_progress', conclusion: null }],
    });
    await repository.checks.complete(check.id, { conclusion: 'failure' });
    await repository.check({ name: 'lint', conclusion: 'success' });
    expect(await read(`${route}/check-suites`)).toMatchObject({
      check_suites: [
        {
          id: check.suite,
          status: 'completed',
          conclusion: 'failure',
          latest_check_runs_count: 2,
        },
      ],
    });
    for (const state of ['failure', 'success'] as const) {
      await repository.checks.setStatus({
        context: 'ci/jenkins',
        state,
        creator: ADA,
      });
    }
    expect(await read(`${route}/status`)).toMatchObject({
      state: 'success',
      total_count: 1,
      statuses: [{ context: 'ci/jenkins', state: 'success' }],
    });
    expect(await read(`${route}/statuses`)).toHaveLength(2);
  });

  it('gives tags, releases, references and files', async () => {
    await world.repository.release({
      tag: 'v1.2.0-rc',
      author: ADA,
      isPrerelease: true,
    });
    expect(
      (await read(`${REPOSITORY}/tags`)).map(
        (one: { name: string }) => one.name,
      ),
    ).toEqual(['v1.2.0-rc', 'v1.1.0', 'v1.0.0']);
    expect(await read(`${REPOSITORY}/releases/latest`)).toMatchObject({
      tag_name: 'v1.1.0',
    });
    expect(await read(`${REPOSITORY}/releases/tags/v1.2.0-rc`)).toMatchObject({
      prerelease: true,
    });
    const { object } = await read(`${REPOSITORY}/git/ref/tags/v1.1.0`);
    expect(object.type).toBe('tag');
    expect(await failed(`${REPOSITORY}/git/ref/tags/v1`)).toEqual([
      404,
      'Not Found',
    ]);
    const { content } = await read(
      `${REPOSITORY}/contents/src/shop.ts?ref=v1.0.0`,
    );
    expect(Buffer.from(content, 'base64').toString()).toContain('50');
    const raw = await ask(`${REPOSITORY}/contents/src/shop.ts`, {
      headers: { accept: 'application/vnd.github.raw+json' },
    });
    expect(await raw.text()).toBe('export const PRICE = 5;\n');
    expect(await read(`${REPOSITORY}/contents/src`)).toMatchObject([
      { type: 'file', path: 'src/shop.ts' },
    ]);
  });

  it('knows several repositories and the people in them', async () => {
    expect(
      (await read('/orgs/acme/repos')).map(
        (one: { full_name: string }) => one.full_name,
      ),
    ).toEqual(['acme/shop', 'acme/depot']);
    expect(await read('/repos/ACME/Depot')).toMatchObject({
      description: 'Keeps things',
      default_branch: 'main',
    });
    expect(await read('/users/ben')).toMatchObject({ name: 'Ben' });
  });

  it('refuses in the words of GitHub', async () => {
    expect(await failed('/repos/acme/nothing')).toEqual([404, 'Not Found']);
    expect(await failed(`${REPOSITORY}/commits/v9`)).toEqual([
      422,
      'No commit found for SHA: v9',
    ]);
    expect(await failed(`${REPOSITORY}/compare/v1.0.0...v9`)).toEqual([
      404,
      'Not Found',
    ]);
    expect(await failed(`${REPOSITORY}/pulls?state=merged`)).toEqual([
      422,
      'Validation Failed',
    ]);
    expect(await failed(`${REPOSITORY}/commits/%ff`)).toEqual([
      400,
      'Bad Request',
    ]);
    expect(await failed(REPOSITORY, { method: 'DELETE' })).toEqual([
      404,
      'Not Found',
    ]);
  });

  it('answers 304 to who knows it already, at no cost', async () => {
    const first = await ask(REPOSITORY);
    const known = { 'if-none-match': first.headers.get('etag') ?? '' };
    const again = await ask(REPOSITORY, { headers: known });
    expect(again.status).toBe(304);
    const left = 'x-ratelimit-remaining';
    expect(again.headers.get(left)).toBe(first.headers.get(left));
    await world.repository.push({ message: 'Again', author: ADA, files: {} });
    now += 1000;
    await world.repository.push({ message: 'Later', author: ADA, files: {} });
    expect((await ask(REPOSITORY, { headers: known })).status).toBe(200);
    expect(await read('/rate_limit')).toMatchObject({
      rate: { limit: 5000, used: 2 },
    });
  });

  it('has the same commits for the same moment', async () => {
    const again = await GithubWorld.create({ now: () => NOW, stories: [SHOP] });
    try {
      expect(await again.repository.main()).toBe(await world.repository.main());
    } finally {
      await again.close();
    }
    await expect(
      readFile(path.join(again.repository.git.folder, 'HEAD')),
    ).rejects.toThrow('ENOENT');
  });

  it('asks for its token, and stops at its limits until their time is over', async () => {
    const strict = await GithubWorld.create({
      now: () => now,
      stories: [SHOP],
      token: 'token-of-the-test',
      rateLimit: 2,
    });
    const status = async (token?: string) => {
      const answer = await fetch(`${strict.url}${REPOSITORY}`, {
        headers: token ? { authorization: `token ${token}` } : {},
      });
      return [answer.status, answer.headers.get('x-ratelimit-remaining')];
    };
    try {
      expect(await status('another')).toEqual([401, '2']);
      expect(await status('token-of-the-test')).toEqual([200, '1']);
      expect(await status()).toEqual([404, '0']);
      expect(await status('token-of-the-test')).toEqual([403, '0']);
      now += 3_600_000;
      expect(await status('token-of-the-test')).toEqual([200, '1']);
    } finally {
      await strict.close();
    }
  });

  it('is cloned by Git, and not pushed to', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'clone-'));
    const git = (...args: string[]) =>
      execute('git', args, {
        cwd: folder,
        env: Git.environment() as NodeJS.ProcessEnv,
      });
    try {
      await git('clone', `http://${world.host}/acme/shop.git`, '.');
      const { stdout } = await git('log', '--format=%s', 'v1.1.0');
      expect(stdout).toBe('Sell more (#7)\nSell things\n');
      await expect(git('push', 'origin', 'HEAD:new')).rejects.toThrow(
        'This repository can only be read',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is the same again after it was saved', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'github-'));
    const options = { now: () => now, stories: [SHOP], directory };
    try {
      const before = await GithubWorld.create(options);
      await before.repository.deploy({ environment: 'staging', creator: ADA });
      await before.repository.push({ message: 'Last', author: ADA, files: {} });
      const main = await before.repository.main();
      const saved = JSON.parse(JSON.stringify(await before.save()));
      await before.close();

      const after = await GithubWorld.create({ ...options, saved });
      try {
        expect(after.url).toBe(before.url);
        expect(await after.repository.main()).toBe(main);
        expect(after.repository.deployments.all).toEqual(
          before.repository.deployments.all,
        );
        const pull = await after.repository.merge({
          pullRequest: { title: 'Go on', body: '', author: BEN, labels: [] },
          files: { 'README.md': () => 'On.\n' },
        });
        expect(pull.number).toBe(8);
      } finally {
        await after.close();
      }
      await expect(
        GithubWorld.create({ ...options, saved: { ...saved, version: 9 } }),
      ).rejects.toThrow('version');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
