import { kubernetesObject } from './KubernetesObject';
import { isNoisyConfigMap } from './noise';

const isNoisy = (metadata: object) =>
  isNoisyConfigMap(
    kubernetesObject.parse({
      metadata: { name: 'x', uid: 'u', resourceVersion: '1', ...metadata },
    }),
  );

describe('isNoisyConfigMap', () => {
  it.each([
    { name: 'kube-root-ca.crt' },
    { name: 'istio-ca-root-cert' },
    { name: 'cluster-autoscaler-status' },
    { name: 'ingress-controller-leader-nginx' },
    { name: 'cert-manager-leader-election' },
    { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } },
    { labels: { owner: 'helm', name: 'release' } },
  ])('leaves out %j', metadata => expect(isNoisy(metadata)).toBe(true));

  it.each([{ name: 'app-config' }, { name: 'leaderboard' }])(
    'keeps %j',
    metadata => expect(isNoisy(metadata)).toBe(false),
  );
});
