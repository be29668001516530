import { KINDS } from '../kinds.ts';
import { parsePath } from './address.ts';

describe('parsePath', () => {
  it.each([
    ['/api/v1/pods', ['Pod']],
    ['/api/v1/namespaces', ['Namespace']],
    ['/api/v1/namespaces/shop', ['Namespace', undefined, 'shop']],
    [
      '/api/v1/namespaces/shop/status',
      ['Namespace', undefined, 'shop', 'status'],
    ],
    ['/api/v1/namespaces/shop/pods', ['Pod', 'shop']],
    ['/api/v1/namespaces/shop/pods/web-1', ['Pod', 'shop', 'web-1']],
    [
      '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      ['Deployment', 'shop', 'web', 'scale'],
    ],
    // A namespace may be called like a resource.
    ['/api/v1/namespaces/pods/pods', ['Pod', 'pods']],
    ['/api/v1/namespaces/pods', ['Namespace', undefined, 'pods']],
    ['/api/v1/nodes/a%2Fb', ['Node', undefined, 'a/b']],
  ])('of %s', (path, [kind, namespace, name, subresource]) => {
    const address = parsePath(KINDS, path);
    expect(address?.kind.kind).toBe(kind);
    expect({ ...address, kind: undefined }).toEqual({
      namespace,
      name,
      subresource,
    });
  });

  it.each([
    '/',
    '/api/v1',
    '/api/v1/nothings',
    '/api/v1/deployments',
    '/apis/apps/v1beta1/deployments',
    '/apis/apps/v1/deployments/web',
    '/api/v1/namespaces/shop/nodes',
    '/api/v1/namespaces//pods',
    '/api/v1/namespaces/shop/pods/web-1/log/more',
    '/api/v1/pods/%',
    '/healthz',
  ])('knows nothing under %s', path => {
    expect(parsePath(KINDS, path)).toBeUndefined();
  });
});
