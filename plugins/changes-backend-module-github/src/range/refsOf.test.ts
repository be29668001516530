import type { Repository } from '../repository/Repository';
import type { Clue } from '../rules/Clue';
import { parseImageReference } from '../workload/imageReference';
import { refsOf } from './refsOf';

const REST_API: Repository = {
  host: 'github.com',
  owner: 'acme',
  name: 'rest-api',
  saidBy: 'project-slug',
};
const SHOP: Repository = {
  ...REST_API,
  name: 'shop',
  path: 'services/rest-api',
};

const version = (value: string): Clue => ({
  kind: 'version',
  value,
  where: `image tag ${value}`,
  origin: 'image of app',
  needsKinship: true,
});

function refs(clue: Clue, repository: Repository, image: string) {
  return refsOf(clue, repository, {
    image: parseImageReference(image),
    repositoryOfUrl: url =>
      url === 'https://github.com/acme/rest-api' ? REST_API : undefined,
  });
}

describe('refsOf', () => {
  it('looks for a version with and without its v', () => {
    const image = 'ghcr.io/acme/rest-api:x';
    expect(refs(version('v2.14.1'), REST_API, image)).toEqual([
      'tags/v2.14.1',
      'tags/2.14.1',
    ]);
    expect(refs(version('2.14.1'), REST_API, image)).toEqual([
      'tags/2.14.1',
      'tags/v2.14.1',
    ]);
  });

  it('knows the tags of a part of a monorepo', () => {
    expect(refs(version('2.14.1'), SHOP, 'ghcr.io/acme/rest-api:x')).toEqual([
      'tags/2.14.1',
      'tags/v2.14.1',
      'tags/rest-api-v2.14.1',
      'tags/rest-api@2.14.1',
    ]);
    expect(
      refs(version('rest-api-v2.14.1'), SHOP, 'ghcr.io/acme/rest-api:x')[0],
    ).toBe('tags/rest-api-v2.14.1');
  });

  it('trusts the place of a catalog file no further than the names in its tags', () => {
    const catalog: Repository = {
      ...SHOP,
      name: 'catalog',
      saidBy: 'source-location',
    };
    expect(refs(version('2.14.1'), catalog, 'ghcr.io/acme/rest-api:x')).toEqual(
      [
        'tags/rest-api-v2.14.1',
        'tags/rest-api@2.14.1',
        'tags/rest-api/v2.14.1',
        'tags/rest-api-2.14.1',
      ],
    );
  });

  it.each([
    ['redis:7.2.1', false],
    ['ghcr.io/acme/other:1', false],
    ['ghcr.io/acme/rest-api-server:1', true],
    ['registry.example/acme-rest-api:1', true],
    ['registry.example/rest-api/web:1', true],
    ['registry.example/rest-apis:1', false],
  ])('asks whether %s is called like acme/rest-api', (image, isKin) => {
    expect(refs(version('1.2.3'), REST_API, image).length > 0).toBe(isKin);
  });

  it('believes a commit id of any image, since the repository must know it', () => {
    expect(
      refs(
        { kind: 'commit', value: '3f2a9c1', where: '', origin: '' },
        REST_API,
        'registry.example/whatever:3f2a9c1',
      ),
    ).toEqual(['3f2a9c1']);
  });

  it('keeps a clue that names its repository to that one', () => {
    const clue: Clue = {
      kind: 'version',
      value: 'v1.0.0',
      where: '',
      origin: '',
      repositoryUrl: 'https://github.com/acme/rest-api',
    };
    expect(refs(clue, REST_API, 'redis:7')).toEqual(['tags/v1.0.0']);
    expect(refs(clue, SHOP, 'redis:7')).toEqual([]);
    expect(
      refs(
        { ...clue, repositoryUrl: 'https://x.example/a/b' },
        SHOP,
        'redis:7',
      ),
    ).toEqual([]);
  });
});
