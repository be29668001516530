import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kubernetesObject, type Kind } from '../../kinds';
import {
  deliveredSeen,
  type Delivered,
  type KnownDelivered,
} from '../delivered';
import { HELM_RELEASE } from './helmReleaseKind';
import { KUSTOMIZATION } from './kustomizationKind';

const redactor = Redactor.create({});
const places = { own: 'prod-eu', clusterOf: () => undefined };
const context = { cluster: 'prod-eu', now: '2026-11-19T02:40:00Z' };

function read(
  kind: Kind,
  version: number,
  content: { spec?: object; status?: object; writtenAt?: string },
): Delivered {
  return kind.read(
    kubernetesObject.parse({
      metadata: {
        name: 'apps',
        namespace: 'flux-system',
        uid: 'k-1',
        resourceVersion: String(version),
        creationTimestamp: '2026-11-01T00:00:00Z',
        managedFields: [
          {
            manager: 'gotk-kustomize-controller',
            subresource: 'status',
            operation: 'Update',
            time: content.writtenAt ?? '2026-11-19T02:30:00Z',
          },
        ],
      },
      spec: content.spec ?? { interval: '10m' },
      status: content.status,
    }),
    redactor,
  ) as Delivered;
}

const see = (
  kind: Kind,
  previous: KnownDelivered | undefined,
  next: Delivered,
  how: 'first' | 'list' | 'watch' = 'watch',
) => deliveredSeen(kind, previous, next, how, places, context);

const A = 'main@sha1:ea8759964626a583667a2bfd08f334ec2070040a';
const B = 'main@sha1:3f9c2e1d4c5b6a79880716253443526170819293';

describe('a Kustomization', () => {
  const inventory = {
    entries: [
      { id: 'shop_rest-api_apps_Deployment', v: 'v1' },
      { id: 'shop_app-config__ConfigMap', v: 'v1' },
    ],
  };
  const ready = (status: string, at: string, rest: object = {}) => ({
    type: 'Ready',
    status,
    lastTransitionTime: at,
    ...rest,
  });
  const applied = (revision: string, at: string) => ({
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    inventory,
    conditions: [ready('True', at, { reason: 'ReconciliationSucceeded' })],
  });
  const known = see(
    KUSTOMIZATION,
    undefined,
    read(KUSTOMIZATION, 1, { status: applied(A, '2026-11-18T10:00:00Z') }),
    'first',
  ).known;

  it('tells each revision once, from the attempt to its end', () => {
    const begun = see(
      KUSTOMIZATION,
      known,
      read(KUSTOMIZATION, 2, {
        writtenAt: '2026-11-19T02:30:00Z',
        status: {
          lastAppliedRevision: A,
          lastAttemptedRevision: B,
          inventory,
          conditions: [
            { type: 'Reconciling', status: 'True' },
            ready('Unknown', '2026-11-19T02:30:00Z'),
          ],
        },
      }),
    );
    expect(begun.observations).toMatchObject([
      {
        key: `k-1/apply/${B}@2026-11-19T02:30:00Z`,
        title: 'Flux applies apps at main@3f9c2e1',
        actor: { name: 'kustomize-controller', kind: 'bot' },
        before: { revision: A },
        after: { revision: B },
        subjects: [
          'kubernetes:prod-eu/flux-system/Kustomization.kustomize.toolkit.fluxcd.io/apps',
          'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
        ],
        gathers: [{ thread: 'flux prod-eu Kustomization flux-system/apps' }],
      },
    ]);
    const done = see(
      KUSTOMIZATION,
      JSON.parse(JSON.stringify(begun.known)),
      read(KUSTOMIZATION, 3, { status: applied(B, '2026-11-19T02:30:20Z') }),
    );
    expect(done.observations).toMatchObject([
      {
        key: begun.observations[0].key,
        title: 'Flux applied apps at main@3f9c2e1',
        start: '2026-11-19T02:30:00Z',
        end: { at: '2026-11-19T02:30:20Z', status: 'succeeded' },
      },
    ]);
    const again = see(
      KUSTOMIZATION,
      done.known,
      read(KUSTOMIZATION, 4, {
        writtenAt: '2026-11-19T02:40:00Z',
        status: applied(B, '2026-11-19T02:30:20Z'),
      }),
    );
    expect(again.observations).toEqual([]);
    const back = see(
      KUSTOMIZATION,
      again.known,
      read(KUSTOMIZATION, 5, {
        writtenAt: '2026-11-19T03:00:00Z',
        status: applied(A, '2026-11-19T03:00:00Z'),
      }),
    );
    expect(back.observations).toMatchObject([
      { key: `k-1/apply/${A}@2026-11-19T03:00:00Z`, before: { revision: B } },
    ]);
  });

  it('tells why it failed, and that it was suspended', () => {
    const { observations } = see(
      KUSTOMIZATION,
      known,
      read(KUSTOMIZATION, 2, {
        spec: { interval: '10m', suspend: true },
        status: {
          lastAppliedRevision: A,
          lastAttemptedRevision: B,
          conditions: [
            ready('False', '2026-11-19T02:30:03Z', {
              reason: 'BuildFailed',
              message: 'kustomization.yaml is missing',
            }),
          ],
        },
      }),
    );
    expect(observations).toMatchObject([
      { kind: 'config', title: 'Flux kustomization apps suspended' },
      {
        title: 'Flux failed to apply apps at main@3f9c2e1',
        severity: 'error',
        end: { status: 'failed' },
        evidence: [
          { label: 'Revision' },
          { label: 'BuildFailed', text: 'kustomization.yaml is missing' },
        ],
      },
    ]);
  });
});

describe('a HelmRelease', () => {
  const snapshot = (version: number, chart: string, over: object = {}) => ({
    name: 'podinfo',
    namespace: 'podinfo',
    version,
    status: version === 3 ? 'deployed' : 'superseded',
    chartName: 'podinfo',
    chartVersion: chart,
    appVersion: chart,
    configDigest: 'sha256:e15c415d',
    firstDeployed: '2026-11-19T01:00:00Z',
    lastDeployed: `2026-11-19T0${version}:00:00Z`,
    ...over,
  });
  const at = (version: number, ...history: object[]) =>
    read(HELM_RELEASE, version, {
      status: {
        history,
        conditions: [
          {
            type: 'Released',
            status: 'True',
            lastTransitionTime: '2026-11-19T03:00:09Z',
          },
        ],
      },
    });

  it('tells each release, those of the past as found', () => {
    const { observations } = see(
      HELM_RELEASE,
      undefined,
      at(1, snapshot(2, '6.6.0'), snapshot(1, '6.5.0+0cc9a8446c95')),
      'first',
    );
    expect(observations).toMatchObject([
      {
        key: 'k-1/release/1@2026-11-19T01:00:00Z',
        title: 'Flux released apps with chart podinfo 6.5.0+0cc9a8446c95',
        reconstructed: true,
      },
      {
        title: 'Flux released apps: chart podinfo 6.5.0+0cc9a8446c95 → 6.6.0',
        reconstructed: true,
      },
    ]);
  });

  it.each([
    [
      'an upgrade',
      snapshot(3, '6.6.1'),
      {
        kind: 'deployment',
        title: 'Flux released apps: chart podinfo 6.6.0 → 6.6.1',
        end: { at: '2026-11-19T03:00:09Z', status: 'succeeded' },
        gathers: [
          { thread: 'flux prod-eu HelmRelease flux-system/apps' },
          { thread: 'helm prod-eu podinfo/podinfo' },
        ],
      },
    ],
    [
      'other values',
      snapshot(3, '6.6.0', { configDigest: 'sha256:other' }),
      {
        title: 'Flux released apps with other values',
        before: { values: 'as of v1' },
        after: { values: 'as of v3' },
      },
    ],
    [
      'a rollback',
      snapshot(3, '6.5.0'),
      {
        kind: 'rollback',
        title: 'Flux rolled apps back to chart podinfo 6.5.0',
      },
    ],
    [
      'a failure',
      snapshot(3, '6.6.1', { status: 'failed' }),
      {
        title: 'Flux failed to release apps with chart podinfo 6.6.1',
        end: { status: 'failed' },
      },
    ],
  ])('tells %s', (_, latest, expected) => {
    const known = see(
      HELM_RELEASE,
      undefined,
      at(1, snapshot(2, '6.6.0'), snapshot(1, '6.5.0')),
      'first',
    ).known;
    const { observations } = see(
      HELM_RELEASE,
      known,
      at(2, latest, snapshot(2, '6.6.0'), snapshot(1, '6.5.0')),
    );
    expect(observations).toMatchObject([expected]);
    expect(JSON.stringify(observations)).not.toContain('sha256:');
  });
});
