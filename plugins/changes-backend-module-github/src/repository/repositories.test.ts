import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { deployment } from '../__testUtils__/deployment';
import { readWorkload } from '../workload/Workload';
import { fullName, parseFullName } from './Repository';
import { repositories } from './repositories';
import { repositoryOfUrl } from './repositoryOfUrl';

const integrations = ScmIntegrations.fromConfig(
  mockServices.rootConfig({
    data: {
      integrations: {
        github: [
          { host: 'github.com', token: 'x' },
          {
            host: 'git.acme.example',
            apiBaseUrl: 'https://git.acme.example/api/v3',
            token: 'y',
          },
        ],
      },
    },
  }),
);

describe('repositoryOfUrl', () => {
  it.each([
    ['https://github.com/acme/rest-api', 'github.com/acme/rest-api', undefined],
    [
      'url:https://github.com/acme/rest-api/',
      'github.com/acme/rest-api',
      undefined,
    ],
    [
      'url:https://github.com/acme/shop/tree/main/services/rest-api/',
      'github.com/acme/shop',
      'services/rest-api',
    ],
    [
      'https://git.acme.example/acme/shop/blob/main/services/rest-api/catalog-info.yaml',
      'git.acme.example/acme/shop',
      'services/rest-api',
    ],
    [
      'https://github.com/acme/shop/blob/main/catalog-info.yaml',
      'github.com/acme/shop',
      undefined,
    ],
    ['git@github.com:acme/rest-api.git', 'github.com/acme/rest-api', undefined],
    [
      'ssh://git@github.com/acme/rest-api.git',
      'github.com/acme/rest-api',
      undefined,
    ],
    ['github.com/acme/rest-api', 'github.com/acme/rest-api', undefined],
  ])('reads %s', (url, name, path) => {
    const found = repositoryOfUrl(url, integrations)!;
    expect([fullName(found), found.path]).toEqual([name, path]);
  });

  it.each([
    'https://gitlab.com/acme/rest-api',
    'https://github.com.evil.example/acme/rest-api',
    'https://evil.example/github.com/acme/rest-api',
    'https://github.com@evil.example/acme/rest-api',
    'https://github.com/acme',
    'https://github.com/acme/..',
    'dir:/home/someone',
    '',
  ])('does not go to %s', url => {
    expect(repositoryOfUrl(url, integrations)).toBeUndefined();
  });
});

describe('repositories', () => {
  const found = (
    entities: Record<string, string>[],
    workload: Parameters<typeof deployment>[0] = {},
  ) =>
    repositories(
      entities,
      readWorkload(deployment(workload))!,
      integrations,
    ).map(one => [fullName(one), one.path, one.saidBy]);

  it('takes the slug, on the host of the source location', () => {
    expect(
      found([
        {
          'github.com/project-slug': 'acme/shop',
          'backstage.io/source-location':
            'url:https://git.acme.example/acme/shop/tree/main/services/rest-api',
        },
      ]),
    ).toEqual([
      ['git.acme.example/acme/shop', 'services/rest-api', 'project-slug'],
    ]);
    expect(found([{ 'github.com/project-slug': 'acme/shop' }])).toEqual([
      ['github.com/acme/shop', undefined, 'project-slug'],
    ]);
  });

  it('goes on to the source location and to what the workload names', () => {
    expect(
      found(
        [
          {
            'github.com/project-slug': 'acme/rest-api',
            'backstage.io/source-location':
              'url:https://github.com/acme/catalog/tree/main/rest-api',
          },
        ],
        {
          labels: {
            'org.opencontainers.image.source':
              'https://github.com/Acme/Rest-API',
          },
          annotations: {
            'app.komodor.com/app': 'https://github.com/acme/orders',
            'app.komodor.com/app.ref': 'v1.0.0',
          },
        },
      ),
    ).toEqual([
      ['github.com/acme/rest-api', undefined, 'project-slug'],
      ['github.com/acme/catalog', 'rest-api', 'source-location'],
      ['github.com/acme/orders', undefined, 'workload'],
    ]);
  });

  it('knows none without a usable word', () => {
    expect(
      found([
        {},
        { 'github.com/project-slug': 'not a slug' },
        { 'github.com/project-slug': 'acme/shop/extra' },
        { 'backstage.io/source-location': 'url:https://gitlab.com/acme/shop' },
      ]),
    ).toEqual([]);
  });
});

describe('parseFullName', () => {
  it('reads what was written, and nothing else', () => {
    expect(parseFullName('github.com/acme/rest-api')).toEqual({
      host: 'github.com',
      owner: 'acme',
      name: 'rest-api',
    });
    expect(parseFullName('acme/rest-api')).toBeUndefined();
    expect(parseFullName('github.com/acme/rest-api/x')).toBeUndefined();
    expect(parseFullName('github.com/acme/..')).toBeUndefined();
  });
});
