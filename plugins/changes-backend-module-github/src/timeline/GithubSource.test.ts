import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import type { EventsServiceSubscribeOptions } from '@backstage/plugin-events-node';
import type {
  CommitBatch,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import { GithubSource } from './GithubSource';

const RELEASE = {
  action: 'published',
  repository: {
    id: 42,
    full_name: 'acme/rest-api',
    html_url: 'https://github.com/acme/rest-api',
    default_branch: 'main',
  },
  release: {
    id: 7,
    tag_name: 'v1',
    html_url: 'https://github.com/acme/rest-api/releases/tag/v1',
    draft: false,
    prerelease: false,
    published_at: '2026-11-19T01:25:00Z',
    author: null,
  },
};

async function started() {
  let subscription: EventsServiceSubscribeOptions | undefined;
  const logger = mockServices.logger.mock();
  const source = await GithubSource.create({
    events: {
      publish: async () => {},
      subscribe: async options => {
        subscription = options;
      },
    },
    integrations: ScmIntegrations.fromConfig(mockServices.rootConfig()),
    logger,
    now: () => Date.parse('2026-11-19T01:26:00Z'),
  });
  const commits: CommitBatch[] = [];
  return {
    commits,
    logger,
    connect: () =>
      source.start({
        commit: async (batch: CommitBatch) => void commits.push(batch),
      } as Partial<SourceConnection> as SourceConnection),
    deliver: (event: string, eventPayload: unknown) =>
      subscription!.onEvent({
        topic: 'github',
        eventPayload,
        metadata: { 'x-github-event': event },
      }),
    topics: subscription!.topics,
  };
}

describe('GithubSource', () => {
  it('stores what the events system received, also what came before the store was open', async () => {
    const { commits, connect, deliver, topics } = await started();
    expect(topics).toEqual(['github']);
    const early = deliver('release', RELEASE);
    await connect();
    await early;
    expect(commits).toEqual([
      {
        observations: [
          expect.objectContaining({
            title: 'rest-api: release v1 published',
            subjects: ['github:github.com/acme/rest-api'],
          }),
        ],
        subjects: [
          {
            subject: 'github:github.com/acme/rest-api',
            kind: 'repository',
            name: 'acme/rest-api',
            observedAt: '2026-11-19T01:26:00.000Z',
          },
        ],
      },
    ]);
  });

  it('says in the log what it could not understand, without the body, and goes on', async () => {
    const { commits, connect, deliver, logger } = await started();
    await connect();
    await deliver('release', { ...RELEASE, release: { secret: 'hush' } });
    expect(commits).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('hush');
    await deliver('release', RELEASE);
    expect(commits).toHaveLength(1);
  });
});
