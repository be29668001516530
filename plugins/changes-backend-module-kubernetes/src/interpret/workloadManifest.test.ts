import { versionIn } from './workloadManifest';

const running = (image: string | undefined) => ({
  spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
});

describe('versionIn', () => {
  it.each([
    ['registry.example.com:5000/shop/api:v2.14.1', 'v2.14.1'],
    ['shop/api:7', 'version 7'],
    ['shop/api', 'shop/api'],
    [undefined, 'no image'],
  ])('says of %s %s', (image, version) => {
    expect(versionIn(running(image) as never)).toBe(version);
  });
});
