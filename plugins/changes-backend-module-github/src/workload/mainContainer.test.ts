import { deployment } from '../__testUtils__/deployment';
import { mainContainer } from './mainContainer';
import { readWorkload } from './Workload';

const PROXY = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.29.0' };

function main(options: Parameters<typeof deployment>[0], names = ['shop']) {
  return mainContainer(readWorkload(deployment(options))!, names)?.name;
}

describe('mainContainer', () => {
  it('is the one whose image is called like the repository', () => {
    const containers = [PROXY, { name: 'main', image: 'ghcr.io/acme/shop:1' }];
    expect(main({ containers })).toBe('main');
  });

  it('is the one that the pod template names', () => {
    expect(
      main({
        containers: [PROXY, { name: 'web', image: 'ghcr.io/acme/web:1' }],
        templateAnnotations: {
          'kubectl.kubernetes.io/default-container': 'web',
        },
      }),
    ).toBe('web');
  });

  it('is the one called like the workload', () => {
    const containers = [PROXY, { name: 'api', image: 'acme/rest-api:1' }];
    expect(main({ name: 'rest-api', containers })).toBe('api');
  });

  it('is the only one, whatever it is called', () => {
    expect(main({ containers: [{ name: 'x', image: 'acme/y:1' }] })).toBe('x');
  });

  it('is unknown among strangers, and among equals of several versions', () => {
    expect(
      main({ containers: [PROXY, { name: 'x', image: 'acme/y:1' }] }),
    ).toBeUndefined();
    const two = (tag: string) => [
      { name: 'web', image: 'acme/shop:1' },
      { name: 'worker', image: `acme/shop:${tag}` },
    ];
    expect(main({ containers: two('2') })).toBeUndefined();
    expect(main({ containers: two('1') })).toBe('web');
  });
});
