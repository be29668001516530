import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kubernetesObject } from '../../kinds';
import {
  deliveredGone,
  deliveredSeen,
  type Delivered,
  type KnownDelivered,
} from '../delivered';
import type { Places } from '../Operation';
import { APPLICATION } from './applicationKind';

const redactor = Redactor.create({});
const OLD = 'ea8759964626a583667a2bfd08f334ec2070040a';
const NEW = '3f9c2e1d4c5b6a79880716253443526170819293';
const SPOKE = 'https://10.1.2.3:6443';

const places: Places = {
  own: 'hub',
  clusterOf: ({ server, name }) =>
    server === SPOKE || name === 'prod-eu' ? 'prod-eu' : undefined,
};
const context = { cluster: 'hub', now: '2026-11-19T02:40:00Z' };

const source = {
  repoURL: 'https://deploy:hunter2@github.com/acme/manifests.git',
  path: 'apps/rest-api',
  targetRevision: 'main',
};
const resources = [
  { version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'app-config' },
  {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'rest-api',
  },
];
const history = (id: number, revision: string, at: string) => ({
  id,
  revision,
  deployStartedAt: at,
  deployedAt: new Date(Date.parse(at) + 1000).toISOString(),
  source,
  initiatedBy: {},
});

/** As Argo CD keeps it, see its `Application` type. */
function application(
  version: number,
  over: {
    metadata?: object;
    spec?: object;
    status?: object;
    operation?: object;
  } = {},
): Delivered {
  return APPLICATION.read(
    kubernetesObject.parse({
      metadata: {
        name: 'rest-api',
        namespace: 'argocd',
        uid: 'app-1',
        resourceVersion: String(version),
        creationTimestamp: '2026-11-01T00:00:00Z',
        ownerReferences: [{ kind: 'ApplicationSet', name: 'shop', uid: 's' }],
        ...over.metadata,
      },
      ...(over.operation ? { operation: over.operation } : {}),
      spec: {
        project: 'shop',
        destination: { server: SPOKE, namespace: 'shop' },
        source,
        syncPolicy: { automated: { prune: true, selfHeal: true } },
        ...over.spec,
      },
      status: {
        controllerNamespace: 'argocd',
        health: { status: 'Healthy' },
        reconciledAt: '2026-11-19T02:30:06Z',
        resources: resources.map(it => ({ ...it, status: 'Synced' })),
        history: [history(13, OLD, '2026-11-18T10:00:00Z')],
        ...over.status,
      },
    }),
    redactor,
  ) as Delivered;
}

function operation(over: {
  startedAt?: string;
  phase?: string;
  finishedAt?: string;
  message?: string;
  operation?: object;
  syncResult?: object;
}) {
  return {
    startedAt: '2026-11-19T02:30:00Z',
    phase: 'Running',
    operation: {
      initiatedBy: { username: 'dana@example.com' },
      sync: { revision: NEW },
    },
    syncResult: {
      revision: NEW,
      source,
      resources: resources.map(it => ({
        ...it,
        status: 'Synced',
        message: `${it.kind.toLowerCase()}/${it.name} configured`,
      })),
    },
    ...over,
  };
}

function see(
  previous: KnownDelivered | undefined,
  next: Delivered,
  how: 'first' | 'list' | 'watch' = 'watch',
) {
  return deliveredSeen(APPLICATION, previous, next, how, places, context);
}

describe('an Application', () => {
  const settled = see(undefined, application(1), 'first').known;

  it('fills the past with what its history holds, and that it is there is no news', () => {
    const { observations } = see(
      undefined,
      application(1, {
        status: {
          history: [
            history(13, OLD, '2026-11-18T10:00:00Z'),
            history(14, NEW, '2026-11-19T02:30:00Z'),
          ],
          operationState: operation({
            phase: 'Succeeded',
            finishedAt: '2026-11-19T02:30:01Z',
          }),
        },
      }),
      'first',
    );
    expect(observations).toMatchObject([
      {
        key: 'app-1/sync/2026-11-18T10:00:00Z',
        title: 'Argo CD synced rest-api to ea87599',
        start: '2026-11-18T10:00:00Z',
        reconstructed: true,
      },
      {
        key: 'app-1/sync/2026-11-19T02:30:00Z',
        title: 'Argo CD synced rest-api to 3f9c2e1',
        actor: { name: 'dana@example.com', kind: 'user' },
        reconstructed: true,
      },
    ]);
  });

  it('tells a sync as one event from its start to its end, with who, what and where', () => {
    const running = see(
      settled,
      application(2, { status: { operationState: operation({}) } }),
    );
    expect(running.observations).toMatchObject([
      {
        type: 'change',
        kind: 'deployment',
        key: 'app-1/sync/2026-11-19T02:30:00Z',
        title: 'Argo CD syncs rest-api to 3f9c2e1',
        start: '2026-11-19T02:30:00Z',
        actor: { name: 'dana@example.com', kind: 'user', via: 'Argo CD' },
        instance: 'hub',
        cluster: 'prod-eu',
        namespace: 'shop',
        subjects: [
          'kubernetes:hub/argocd/Application.argoproj.io/rest-api',
          'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
        ],
        gathers: [
          {
            thread: 'argocd prod-eu /ConfigMap:shop/app-config',
            from: '2026-11-19T02:29:58.000Z',
          },
          { thread: 'argocd prod-eu apps/Deployment:shop/rest-api' },
        ],
      },
    ]);
    expect(running.observations[0].end).toBeUndefined();
    expect(running.observations[0].write).toBeUndefined();

    const done = see(
      running.known,
      application(3, {
        status: {
          operationState: operation({
            phase: 'Succeeded',
            finishedAt: '2026-11-19T02:30:05Z',
            message: 'successfully synced (all tasks run)',
          }),
          history: [
            history(13, OLD, '2026-11-18T10:00:00Z'),
            history(14, NEW, '2026-11-19T02:30:00Z'),
          ],
        },
      }),
    );
    expect(done.observations).toMatchObject([
      {
        key: 'app-1/sync/2026-11-19T02:30:00Z',
        title: 'Argo CD synced rest-api to 3f9c2e1',
        end: { at: '2026-11-19T02:30:05Z', status: 'succeeded' },
        before: { revision: OLD, path: 'apps/rest-api' },
        after: {
          revision: NEW,
          repository: 'https://github.com/acme/manifests.git',
        },
        links: [
          {
            title: 'Commit 3f9c2e1',
            url: `https://github.com/acme/manifests/commit/${NEW}`,
          },
        ],
        gathers: [
          { to: '2026-11-19T02:30:35.000Z' },
          { to: '2026-11-19T02:30:35.000Z' },
        ],
      },
    ]);
    expect(done.observations[0].evidence).toEqual([
      { label: 'Revision', text: `${NEW} (apps/rest-api)` },
      { label: 'Destination', text: `${SPOKE}/shop` },
      { label: 'ApplicationSet', text: 'shop' },
      { label: 'Outcome', text: 'Succeeded' },
      { label: 'Message', text: 'successfully synced (all tasks run)' },
      { label: 'Health afterwards', text: 'Healthy' },
    ]);
    expect(JSON.stringify(done)).not.toContain('hunter2');
  });

  it('says nothing when Argo CD looked again and all was as before, also after a restart', () => {
    const status = {
      operationState: operation({
        phase: 'Succeeded',
        finishedAt: '2026-11-19T02:30:05Z',
      }),
    };
    const { known } = see(settled, application(2, { status }));
    const restored = JSON.parse(JSON.stringify(known));
    const { digest: _, ...stored } = restored;
    const again = application(9, {
      metadata: {
        annotations: { 'argocd.argoproj.io/refresh': 'normal' },
      },
      status: {
        ...status,
        reconciledAt: '2026-11-19T02:39:00Z',
        health: { status: 'Degraded' },
      },
    });
    expect(see(stored, again, 'list').observations).toEqual([]);
  });

  it('remembers nothing but JSON', () => {
    const { known } = see(settled, application(2, {}));
    expect(Object.values(known).map(value => typeof value)).not.toContain(
      'function',
    );
  });

  it('tells what has become of a sync once health is known, and no later trouble', () => {
    const finished = {
      operationState: operation({
        phase: 'Succeeded',
        finishedAt: '2026-11-19T02:30:05Z',
      }),
    };
    const progressing = see(
      settled,
      application(2, {
        status: { ...finished, health: { status: 'Progressing' } },
      }),
    );
    const degraded = see(
      progressing.known,
      application(3, {
        status: { ...finished, health: { status: 'Degraded' } },
      }),
    );
    expect(degraded.observations).toMatchObject([
      { severity: 'warning', key: 'app-1/sync/2026-11-19T02:30:00Z' },
    ]);
    const healthy = see(
      degraded.known,
      application(4, {
        status: { ...finished, health: { status: 'Healthy' } },
      }),
    );
    expect(healthy.observations).toEqual([]);
  });

  it.each([
    [
      'a sync that failed',
      {
        phase: 'Failed',
        finishedAt: '2026-11-19T02:30:05Z',
        message: 'one or more objects failed to apply',
        syncResult: {
          revision: NEW,
          resources: [
            {
              ...resources[1],
              status: 'SyncFailed',
              message: 'admission webhook denied the request',
            },
          ],
        },
      },
      {
        title: 'Argo CD failed to sync rest-api to 3f9c2e1',
        severity: 'error',
        end: { status: 'failed' },
        evidence: expect.arrayContaining([
          {
            label: 'Not synced',
            text: 'Deployment rest-api: admission webhook denied the request',
          },
        ]),
      },
    ],
    [
      'what Argo CD did by itself',
      {
        phase: 'Succeeded',
        operation: {
          initiatedBy: { automated: true },
          sync: { revision: NEW },
        },
      },
      { actor: { name: 'Argo CD auto-sync', kind: 'bot' } },
    ],
    [
      'self-heal',
      {
        phase: 'Succeeded',
        operation: {
          initiatedBy: { automated: true },
          sync: { revision: NEW, autoHealAttemptsCount: 1 },
        },
      },
      {
        title: 'Argo CD undid what was changed of rest-api in the cluster',
      },
    ],
    [
      'a sync of which nobody says who began it',
      { phase: 'Succeeded', operation: { initiatedBy: {}, sync: {} } },
      { actor: { name: 'Argo CD', kind: 'bot' } },
    ],
    [
      'a sync of a part',
      {
        phase: 'Succeeded',
        operation: { sync: { resources: [{ kind: 'Deployment', name: 'x' }] } },
      },
      { title: 'Argo CD synced 1 resource of rest-api to 3f9c2e1' },
    ],
    [
      'several sources',
      {
        phase: 'Succeeded',
        syncResult: {
          revisions: ['1.2.3', NEW],
          sources: [{ repoURL: 'oci://charts', chart: 'rest-api' }, source],
        },
      },
      {
        title: 'Argo CD synced rest-api to 1.2.3 and 3f9c2e1',
        after: {
          sources: {
            'rest-api': { revision: '1.2.3' },
            'apps/rest-api': { revision: NEW },
          },
        },
      },
    ],
    [
      'what was asked for and what was synced where they differ',
      {
        phase: 'Succeeded',
        operation: { sync: { revision: OLD } },
      },
      { title: 'Argo CD synced rest-api to 3f9c2e1' },
    ],
    [
      'only the workloads that changed',
      {
        phase: 'Succeeded',
        syncResult: {
          revision: NEW,
          resources: [
            { ...resources[1], message: 'deployment.apps/rest-api unchanged' },
            {
              ...resources[1],
              name: 'worker',
              message: 'deployment.apps/worker configured',
            },
          ],
        },
      },
      {
        subjects: [
          'kubernetes:hub/argocd/Application.argoproj.io/rest-api',
          'kubernetes:prod-eu/shop/Deployment.apps/worker',
        ],
      },
    ],
  ])('tells %s', (_, state, expected) => {
    const { observations } = see(
      settled,
      application(2, { status: { operationState: operation(state) } }),
    );
    expect(observations).toMatchObject([expected]);
  });

  it('tells a rollback to what was deployed before as one', () => {
    const { observations } = see(
      settled,
      application(2, {
        status: {
          history: [
            history(12, OLD, '2026-11-17T10:00:00Z'),
            history(13, NEW, '2026-11-18T10:00:00Z'),
          ],
          operationState: operation({
            phase: 'Succeeded',
            operation: { sync: { revision: OLD, source } },
            syncResult: { revision: OLD, source },
          }),
        },
      }),
    );
    expect(observations.at(-1)).toMatchObject({
      kind: 'rollback',
      title: 'Argo CD rolled rest-api back to ea87599',
    });
  });

  it('does not tell a dry run', () => {
    const state = operation({
      phase: 'Succeeded',
      operation: { sync: { revision: NEW, dryRun: true } },
    });
    expect(
      see(settled, application(2, { status: { operationState: state } }))
        .observations,
    ).toEqual([]);
  });

  it.each([
    ['auto-sync switched off', { syncPolicy: {} }],
    ['auto-sync switched off', { syncPolicy: undefined }],
    [
      'auto-sync switched off',
      {
        syncPolicy: {
          automated: { prune: true, selfHeal: true, enabled: false },
        },
      },
    ],
    [
      'self-heal switched off',
      { syncPolicy: { automated: { prune: true, selfHeal: false } } },
    ],
    [
      'follows v2 instead of main',
      { source: { ...source, targetRevision: 'v2' } },
    ],
  ])('says that it was told: %s', (what, spec) => {
    const { observations } = see(settled, application(2, { spec }));
    expect(observations).toMatchObject([
      {
        kind: 'config',
        title: `Argo CD application rest-api ${what}`,
        subjects: [
          'kubernetes:hub/argocd/Application.argoproj.io/rest-api',
          'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
        ],
      },
    ]);
  });

  it('happens where it is delivered to: the environment of the hub is not that', () => {
    const state = { operationState: operation({ phase: 'Succeeded' }) };
    const inHub = { ...context, environment: 'tools' };
    const tell = (spec: object) =>
      deliveredSeen(
        APPLICATION,
        settled,
        application(2, { spec, status: state }),
        'watch',
        places,
        inHub,
      ).observations.at(-1);
    expect(tell({})).not.toHaveProperty('environment');
    expect(
      tell({ destination: { name: 'in-cluster', namespace: 'argo' } }),
    ).toMatchObject({
      cluster: 'hub',
      namespace: 'argo',
      environment: 'tools',
    });
  });

  it('ties a sync by its tracking ids where its destination is no cluster that is known', () => {
    const { observations } = see(
      settled,
      application(2, {
        metadata: { namespace: 'team-a' },
        spec: { destination: { server: 'https://other', namespace: 'shop' } },
        status: { operationState: operation({ phase: 'Succeeded' }) },
      }),
    );
    expect(observations.at(-1)).toMatchObject({
      subjects: ['kubernetes:hub/team-a/Application.argoproj.io/rest-api'],
      gathers: [
        { thread: 'argocd ? team-a_rest-api:/ConfigMap:shop/app-config' },
        { thread: 'argocd ? team-a_rest-api:apps/Deployment:shop/rest-api' },
      ],
    });
  });

  it('ends what was under way when another sync comes in its place, or the application goes', () => {
    const running = see(
      settled,
      application(2, { status: { operationState: operation({}) } }),
    ).known;
    const next = see(
      running,
      application(3, {
        status: {
          operationState: operation({ startedAt: '2026-11-19T02:35:00Z' }),
        },
      }),
    );
    expect(next.observations).toMatchObject([
      { key: 'app-1/sync/2026-11-19T02:35:00Z' },
      {
        key: 'app-1/sync/2026-11-19T02:30:00Z',
        end: { at: '2026-11-19T02:35:00Z', status: 'unknown-end' },
      },
    ]);
    expect(
      deliveredGone(APPLICATION, running, application(4), context),
    ).toMatchObject([
      {
        key: 'app-1/sync/2026-11-19T02:30:00Z',
        end: { status: 'unknown-end' },
      },
      { title: 'Argo CD application rest-api deleted' },
    ]);
  });

  it('reads a status that holds nothing of what is expected', () => {
    const odd = application(2, {
      spec: { destination: undefined, source: undefined },
      status: {
        history: [{ id: 'x' }, null, { id: 3, deployedAt: 'never' }],
        operationState: { startedAt: 'soon', syncResult: 'none' },
        resources: 'none',
        health: null,
      },
    });
    expect(() => see(undefined, odd, 'first')).not.toThrow();
  });
});
