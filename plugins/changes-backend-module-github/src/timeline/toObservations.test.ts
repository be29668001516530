import { toObservations } from './toObservations';

const BEFORE = 'a'.repeat(40);
const AFTER = 'b'.repeat(40);

// Shapes of https://docs.github.com/en/webhooks/webhook-events-and-payloads, by the fields that matter.
const repository = {
  id: 42,
  full_name: 'Acme/Rest-API',
  html_url: 'https://github.com/Acme/Rest-API',
  default_branch: 'main',
  pushed_at: '2026-11-19T01:19:41Z',
};
const sender = { login: 'dana-w', type: 'User' };
const pushed = { ...repository, pushed_at: 1795051181 };

const push = (changes: object = {}) => ({
  ref: 'refs/heads/main',
  before: BEFORE,
  after: AFTER,
  deleted: false,
  forced: false,
  compare: 'https://github.com/Acme/Rest-API/compare/a...b',
  pusher: { name: 'dana-w' },
  sender,
  repository: pushed,
  commits: [{ id: 'c'.repeat(40) }, { id: AFTER }],
  head_commit: {
    message: 'Shrink the pool\n\nIt was too large.',
    timestamp: '2026-11-18T10:00:00+01:00',
    url: 'https://github.com/Acme/Rest-API/commit/b',
    committer: { username: 'dana-w' },
  },
  ...changes,
});

const pull = (changes: object = {}) => ({
  action: 'closed',
  repository,
  sender,
  pull_request: {
    number: 1832,
    title: 'Smaller rest-api for the load test',
    html_url: 'https://github.com/Acme/Rest-API/pull/1832',
    merged: true,
    merged_at: '2026-11-19T01:19:40Z',
    merged_by: sender,
    user: { login: 'marek', type: 'User' },
    base: { ref: 'main' },
    ...changes,
  },
});

const read = (event: string, body: unknown) =>
  toObservations(event, body, url =>
    url.startsWith('https://github.com/') ? 'github.com' : undefined,
  ).observations;

describe('what GitHub reports', () => {
  it('is a merged pull request, by whoever merged it', () => {
    expect(read('pull_request', pull())).toEqual([
      expect.objectContaining({
        type: 'change',
        kind: 'code',
        instance: 'github.com',
        title: 'PR #1832 merged: Smaller rest-api for the load test',
        start: '2026-11-19T01:19:40.000Z',
        end: { at: '2026-11-19T01:19:40.000Z', status: 'succeeded' },
        actor: { name: 'dana-w', kind: 'user' },
        subjects: ['github:github.com/acme/rest-api'],
        links: [
          {
            title: 'Pull request #1832',
            url: 'https://github.com/Acme/Rest-API/pull/1832',
          },
        ],
      }),
    ]);
  });

  it.each([
    ['closed without a merge', { merged: false, merged_at: null }],
    ['merged into another branch', { base: { ref: 'next' } }],
  ])('is nothing for a pull request %s', (_, changes) => {
    expect(read('pull_request', pull(changes))).toEqual([]);
  });

  it.each([
    'Merge pull request #1832 from acme/smaller\n\nSmaller rest-api for the load test',
    'Smaller rest-api for the load test (#1832)\n\n* one\n* two',
  ])('is one event for a merge and its push: %j', message => {
    const [ofPush] = read(
      'push',
      push({
        head_commit: {
          message,
          timestamp: '2026-11-19T01:19:40Z',
          url: 'https://github.com/Acme/Rest-API/commit/b',
          committer: { username: 'web-flow' },
        },
      }),
    );
    const [ofPull] = read('pull_request', pull());
    expect(ofPush.key).toBe(ofPull.key);
    expect(ofPush.title).toBe(ofPull.title);
    // Whichever comes first, the pull request's own words stay.
    expect(ofPush.observedAt).toBe(ofPull.observedAt);
    expect(ofPull.sequence).toBe(1);
  });

  it('is a push to the default branch, at the time of the push', () => {
    expect(read('push', push())).toEqual([
      expect.objectContaining({
        title: 'Rest-API: 2 commits pushed to main: Shrink the pool',
        severity: 'info',
        start: new Date(1795051181000).toISOString(),
      }),
    ]);
  });

  it('is a warning where history was rewritten', () => {
    expect(read('push', push({ forced: true }))).toEqual([
      expect.objectContaining({
        title:
          'Rest-API: main force-pushed from aaaaaaa to bbbbbbb: Shrink the pool',
        severity: 'warning',
      }),
    ]);
  });

  it.each([
    ['of another branch', { ref: 'refs/heads/next' }],
    ['of a tag', { ref: 'refs/tags/v1' }],
    [
      'that deletes a branch',
      { deleted: true, after: '0'.repeat(40), head_commit: null },
    ],
  ])('is nothing for a push %s', (_, changes) => {
    expect(read('push', push(changes))).toEqual([]);
  });

  it('is a published release, not a draft', () => {
    const release = {
      id: 7,
      tag_name: 'v2.14.1',
      html_url: 'https://github.com/Acme/Rest-API/releases/tag/v2.14.1',
      draft: false,
      prerelease: false,
      published_at: '2026-11-19T01:25:00Z',
      author: { login: 'release-please[bot]', type: 'Bot' },
    };
    const body = (changes: object) => ({
      action: 'published',
      repository,
      release: { ...release, ...changes },
    });
    expect(read('release', body({}))).toEqual([
      expect.objectContaining({
        title: 'Rest-API: release v2.14.1 published',
        actor: { name: 'release-please[bot]', kind: 'bot' },
      }),
    ]);
    expect(read('release', body({ draft: true }))).toEqual([]);
  });

  it('is a failed attempt of a workflow on the default branch, as an interval', () => {
    const run = {
      id: 9,
      run_attempt: 2,
      run_number: 1290,
      name: 'build',
      html_url: 'https://github.com/Acme/Rest-API/actions/runs/9',
      status: 'completed',
      conclusion: 'failure',
      head_branch: 'main',
      run_started_at: '2026-11-19T01:24:00Z',
      created_at: '2026-11-19T01:20:00Z',
      updated_at: '2026-11-19T01:38:00Z',
      actor: sender,
      triggering_actor: { login: 'marek', type: 'User' },
    };
    const body = (changes: object) => ({
      action: 'completed',
      repository,
      workflow_run: { ...run, ...changes },
    });
    expect(read('workflow_run', body({}))).toEqual([
      expect.objectContaining({
        key: '42/run/9/2',
        kind: 'pipeline',
        title: 'Rest-API: build #1290 failed',
        start: '2026-11-19T01:24:00.000Z',
        end: { at: '2026-11-19T01:38:00.000Z', status: 'failed' },
        actor: { name: 'marek', kind: 'user' },
      }),
    ]);
    for (const changes of [
      { conclusion: 'success' },
      { conclusion: 'cancelled' },
      { head_branch: 'next' },
      // GitHub has been seen to send a conclusion before the end.
      { status: 'in_progress' },
    ]) {
      expect(read('workflow_run', body(changes))).toEqual([]);
    }
  });

  it('hides a token that stands in a title, and cuts what is too long', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const [{ title }] = read(
      'pull_request',
      pull({ title: `Use ${token} ${'x'.repeat(400)}` }),
    );
    expect(title).not.toContain(token);
    expect(title.length).toBeLessThanOrEqual(300);
  });

  it('is nothing for events that change nothing, nor of hosts that the portal does not know', () => {
    expect(read('ping', { zen: 'Keep it logically awesome.' })).toEqual([]);
    expect(read('constructor', {})).toEqual([]);
    const foreign = { ...repository, html_url: 'https://evil.example/a/b' };
    expect(read('pull_request', { ...pull(), repository: foreign })).toEqual(
      [],
    );
  });

  it('is refused where the body is not what GitHub sends', () => {
    expect(() => read('push', { ...push(), after: 'x' })).toThrow(/after/);
    expect(() => read('push', null)).toThrow();
  });
});
