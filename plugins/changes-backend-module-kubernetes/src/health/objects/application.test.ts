import { found, leanWorkload } from '../../__testUtils__/objectFacts';
import { kubernetesObject } from '../../kinds';
import {
  APPLICATION_HEALTH_ASPECT,
  APPLICATION_SYNC_ASPECT,
} from './application';

const RESOURCES = [
  {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'rest-api',
    status: 'OutOfSync',
    health: { status: 'Degraded', message: 'exceeded its progress deadline' },
  },
  {
    kind: 'ConfigMap',
    namespace: 'shop',
    name: 'app',
    status: 'Synced',
  },
];
const workloads = [
  leanWorkload({ deployment: { name: 'rest-api' } }),
  leanWorkload({ deployment: { name: 'worker' } }),
];

/** An Application as Argo CD keeps it, out of sync and degraded. */
function application(status: object = {}, spec: object = {}) {
  return kubernetesObject.parse({
    metadata: {
      name: 'shop',
      namespace: 'argocd',
      uid: 'app-1',
      resourceVersion: '1',
      creationTimestamp: '2026-11-01T00:00:00Z',
    },
    spec: {
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'shop',
      },
      syncPolicy: { automated: { prune: false, selfHeal: true } },
      ...spec,
    },
    status: {
      sync: { status: 'OutOfSync' },
      health: {
        status: 'Degraded',
        lastTransitionTime: '2026-11-24T17:00:00Z',
      },
      resources: RESOURCES,
      ...status,
    },
  });
}

const sync = (...args: Parameters<typeof application>) =>
  found(APPLICATION_SYNC_ASPECT, application(...args), { workloads });
const health = (...args: Parameters<typeof application>) =>
  found(APPLICATION_HEALTH_ASPECT, application(...args), { workloads });

describe('an Application that is out of sync', () => {
  it('is told to what differs, with why its last sync failed', () => {
    const operationState = {
      phase: 'Failed',
      startedAt: '2026-11-24T16:00:00Z',
      message:
        'one or more objects failed to apply: spec.replicas: Invalid value',
    };
    expect(sync({ operationState })).toMatchObject([
      {
        detector: 'out-of-sync',
        severity: 'warning',
        title:
          'Argo CD application shop is out of sync: one or more objects failed to apply: spec.replicas: Invalid value',
        afterSeconds: 900,
        workloads: ['rest-api'],
        evidence: [
          { label: 'Last sync', text: operationState.message },
          { label: 'Out of sync', text: 'Deployment rest-api' },
        ],
      },
    ]);
  });

  it('says why it cannot be compared', () => {
    const status = {
      sync: { status: 'Unknown' },
      conditions: [
        { type: 'ComparisonError', message: 'repository not found' },
      ],
    };
    expect(sync(status)).toMatchObject([
      {
        cause: 'unknown',
        title:
          'Argo CD cannot compare shop with its source: repository not found',
      },
    ]);
  });

  it('is not told to workloads of other clusters', () => {
    const destination = { name: 'prod-us', namespace: 'shop' };
    expect(sync({}, { destination })[0].workloads).toEqual([]);
  });

  it.each([
    ['somebody syncs by hand', sync({}, { syncPolicy: {} })],
    [
      'auto-sync is switched off',
      sync({}, { syncPolicy: { automated: { enabled: false } } }),
    ],
    [
      'all that differs is to be kept',
      sync({ resources: [{ ...RESOURCES[0], requiresPruning: true }] }),
    ],
    ['it is in sync', sync({ sync: { status: 'Synced' } })],
  ])('is silent where %s', (_, told) => {
    expect(told).toEqual([]);
  });
});

describe('an Application that is degraded', () => {
  it('is told to what is, since Argo CD says so', () => {
    expect(health()).toMatchObject([
      {
        detector: 'delivery-degraded',
        severity: 'warning',
        title:
          'Argo CD application shop is degraded: exceeded its progress deadline',
        since: '2026-11-24T17:00:00Z',
        workloads: ['rest-api'],
        isOpen: true,
      },
    ]);
  });

  it.each(['Healthy', 'Progressing', 'Suspended', 'Missing'])(
    'is silent where it is %s',
    status => {
      expect(health({ health: { status } })).toEqual([]);
    },
  );
});
