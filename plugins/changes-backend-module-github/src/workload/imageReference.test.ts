import { imageName, parseImageReference } from './imageReference';

describe('parseImageReference', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  it.each([
    ['nginx', { path: 'nginx' }],
    ['nginx:1.27', { path: 'nginx', tag: '1.27' }],
    ['acme/rest-api:v2.14.1', { path: 'acme/rest-api', tag: 'v2.14.1' }],
    [
      'ghcr.io/acme/rest-api:v2.14.1',
      { registry: 'ghcr.io', path: 'acme/rest-api', tag: 'v2.14.1' },
    ],
    [
      'localhost:5000/rest-api:sha-3f2a9c1',
      { registry: 'localhost:5000', path: 'rest-api', tag: 'sha-3f2a9c1' },
    ],
    ['registry:5000/rest-api', { registry: 'registry:5000', path: 'rest-api' }],
    [
      `ghcr.io/acme/rest-api:v2@${digest}`,
      { registry: 'ghcr.io', path: 'acme/rest-api', tag: 'v2', digest },
    ],
    [
      `ghcr.io/acme/rest-api@${digest}`,
      { registry: 'ghcr.io', path: 'acme/rest-api', digest },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseImageReference(text)).toEqual({
      tag: undefined,
      digest: undefined,
      ...expected,
    });
  });

  it.each(['', 'two words', 'nginx:', 'x'.repeat(600), ':tag', 'ghcr.io/'])(
    'refuses %p',
    text => {
      expect(parseImageReference(text)).toBeUndefined();
    },
  );

  it('names the image by the end of its path', () => {
    expect(imageName({ path: 'acme/shop/rest-api' })).toBe('rest-api');
    expect(imageName({ path: 'nginx' })).toBe('nginx');
  });
});
