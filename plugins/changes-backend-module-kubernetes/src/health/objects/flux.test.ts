import { found, leanWorkload } from '../../__testUtils__/objectFacts';
import { kubernetesObject } from '../../kinds';
import { HELM_RELEASE_ASPECT, KUSTOMIZATION_ASPECT } from './flux';

const NOT_READY = {
  type: 'Ready',
  status: 'False',
  reason: 'BuildFailed',
  message: 'kustomize build failed: accumulating resources',
  lastTransitionTime: '2026-11-24T17:00:00Z',
};

function object(conditions: object[] = [NOT_READY], spec: object = {}) {
  return kubernetesObject.parse({
    metadata: {
      name: 'apps',
      namespace: 'flux-system',
      uid: 'k-1',
      resourceVersion: '1',
    },
    spec,
    status: { conditions },
  });
}

describe('what Flux cannot apply', () => {
  it('is told to what it applies, with why', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const workloads = [
      leanWorkload({ deployment: { name: 'rest-api', labels } }),
      leanWorkload({ deployment: { name: 'worker' } }),
    ];
    expect(found(KUSTOMIZATION_ASPECT, object(), { workloads })).toMatchObject([
      {
        detector: 'delivery-degraded',
        severity: 'warning',
        title:
          'Flux cannot apply kustomization apps: kustomize build failed: accumulating resources',
        since: '2026-11-24T17:00:00Z',
        workloads: ['rest-api'],
        isOpen: true,
      },
    ]);
    expect(found(HELM_RELEASE_ASPECT, object(), { workloads })).toMatchObject([
      {
        title: expect.stringMatching(/^Flux cannot apply Helm release apps/),
        workloads: [],
      },
    ]);
  });

  it.each([
    ['it is suspended', object([NOT_READY], { suspend: true })],
    [
      'it waits for another',
      object([{ ...NOT_READY, reason: 'DependencyNotReady' }]),
    ],
    [
      'it is at it',
      object([{ ...NOT_READY, status: 'Unknown', reason: 'Progressing' }]),
    ],
    ['it is ready', object([{ ...NOT_READY, status: 'True' }])],
    ['it says nothing', object([])],
  ])('is silent where %s', (_, it) => {
    expect(found(KUSTOMIZATION_ASPECT, it)).toEqual([]);
  });
});
