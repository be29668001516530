import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { PLATFORM_NAMESPACES, Platform } from './platform';

const CLUSTER = 'kubernetes:prod-eu/_/Cluster/prod-eu';

const subjectsOf = (...subjects: string[]) =>
  Platform.of(PLATFORM_NAMESPACES).mark({ subjects } as Observation).subjects;

describe('a platform', () => {
  it.each([
    ['kubernetes:prod-eu/_/Node/n1'],
    ['kubernetes:prod-eu/_/ClusterRole.rbac.authorization.k8s.io/view'],
    ['kubernetes:prod-eu/kube-system/Deployment.apps/coredns'],
    ['kubernetes:prod-eu/linkerd-viz/ConfigMap/x'],
    ['kubernetes:prod-eu/_/Namespace/istio-system'],
  ])('has %s', subject => {
    expect(subjectsOf(subject, 'kubernetes:prod-eu/shop/Pod/x')).toEqual([
      subject,
      CLUSTER,
      'kubernetes:prod-eu/shop/Pod/x',
    ]);
  });

  it.each([
    ['kubernetes:prod-eu/shop/Deployment.apps/web'],
    ['kubernetes:prod-eu/kube-system-copy/ConfigMap/x'],
    ['kubernetes:prod-eu/_/Namespace/shop'],
    ['github:github.com/acme/web'],
    [CLUSTER],
  ])('has no part in %s', subject => {
    expect(subjectsOf(subject)).toEqual([subject]);
  });

  it('is named whatever number of workloads a change affects', () => {
    const many = Array.from({ length: 500 }, (_, index) => `x:y/${index}`);
    const subjects = subjectsOf('kubernetes:prod-eu/_/Node/n1', ...many);
    expect(subjects).toHaveLength(500);
    expect(subjects[1]).toBe(CLUSTER);
  });
});
