import { deliverersOf } from './deliverers';

describe('deliverersOf', () => {
  it('reads from an object which tools look after it', () => {
    expect(
      deliverersOf({
        metadata: {
          annotations: {
            'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web',
          },
          labels: {
            'kustomize.toolkit.fluxcd.io/name': 'shop',
            'helm.toolkit.fluxcd.io/name': 'web',
          },
        },
      }),
    ).toEqual([
      'applications.argoproj.io',
      'kustomizations.kustomize.toolkit.fluxcd.io',
      'helmreleases.helm.toolkit.fluxcd.io',
    ]);
    expect(deliverersOf({ metadata: { labels: { app: 'web' } } })).toEqual([]);
    expect(deliverersOf(undefined)).toEqual([]);
  });
});
