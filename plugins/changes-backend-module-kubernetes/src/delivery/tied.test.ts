import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { tied } from './tied';

const REST_API = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';
const APP_CONFIG = 'kubernetes:prod-eu/shop/ConfigMap/app-config';
const AT = '2026-11-19T02:30:00Z';

const template = (annotations: object, configMap = 'app-config') => ({
  metadata: { annotations },
  spec: {
    containers: [
      {
        name: 'app',
        image: 'rest-api:1',
        envFrom: [{ configMapRef: { name: configMap } }],
      },
    ],
  },
});

function change(over: Partial<Observation> & { manager?: string } = {}) {
  const { manager, ...rest } = over;
  return tied({
    type: 'change',
    kind: 'deployment',
    instance: 'prod-eu',
    key: 'uid/2',
    title: 'rest-api deployed',
    severity: 'info',
    observedAt: AT,
    start: AT,
    cluster: 'prod-eu',
    namespace: 'shop',
    subjects: [REST_API],
    write: { verb: 'update', manager, from: AT, to: AT },
    after: { kind: 'Deployment', metadata: { name: 'rest-api' } },
    ...rest,
  });
}

describe('tied', () => {
  it.each([
    [
      'Argo CD, by its annotation',
      'argocd-controller',
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'team-a_rest-api:apps/Deployment:shop/rest-api',
        },
      },
      [
        'argocd prod-eu apps/Deployment:shop/rest-api',
        'argocd ? team-a_rest-api:apps/Deployment:shop/rest-api',
      ],
    ],
    [
      'Argo CD, by its label',
      'argocd-controller',
      { labels: { 'app.kubernetes.io/instance': 'rest-api' } },
      [
        'argocd prod-eu apps/Deployment:shop/rest-api',
        'argocd ? rest-api:apps/Deployment:shop/rest-api',
      ],
    ],
    [
      'Flux',
      'helm-controller',
      {
        labels: {
          'helm.toolkit.fluxcd.io/name': 'rest-api',
          'helm.toolkit.fluxcd.io/namespace': 'flux-system',
        },
        annotations: {
          'meta.helm.sh/release-name': 'rest-api',
          'meta.helm.sh/release-namespace': 'shop',
        },
      },
      [
        'flux prod-eu HelmRelease flux-system/rest-api',
        'flux ? HelmRelease flux-system/rest-api',
        'helm prod-eu shop/rest-api',
      ],
    ],
    [
      'nobody, where a person wrote it, whatever labels it bears',
      'kubectl-edit',
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'rest-api:apps/Deployment:shop/rest-api',
          'meta.helm.sh/release-name': 'rest-api',
          'meta.helm.sh/release-namespace': 'shop',
        },
      },
      undefined,
    ],
  ])('joins what was done by %s', (_, manager, metadata, joins) => {
    expect(
      change({ manager, after: { kind: 'Deployment', metadata } }).joins,
    ).toEqual(joins);
  });

  it('lets a setting join the rollouts of those that use it: by who wrote it, by a checksum, or as new', () => {
    const config = {
      kind: 'config',
      subjects: [APP_CONFIG, REST_API],
      manager: 'helm',
    };
    const setting = change(config);
    expect(setting.joins).toEqual([
      `write helm ${REST_API}`,
      `checksum ${REST_API}`,
    ]);
    expect(change({ ...config, key: 'uid/created' }).joins).toContain(
      `mention ${APP_CONFIG}`,
    );
    expect(setting.gathers).toBeUndefined();
  });

  it.each([
    [
      'what the same program wrote at that moment',
      template({ a: '1' }),
      template({ a: '2' }),
      [`write helm ${REST_API}`],
    ],
    [
      'the settings behind a checksum',
      template({ 'checksum/config': 'a' }),
      template({ 'checksum/config': 'b' }),
      [`write helm ${REST_API}`, `checksum ${REST_API}`],
    ],
    [
      'the settings behind a first checksum',
      template({}),
      template({ 'checksum/config': 'b' }),
      [`write helm ${REST_API}`, `checksum ${REST_API}`],
    ],
    [
      'a setting that it names for the first time',
      template({}),
      template({}, 'app-config-7f9'),
      [
        `write helm ${REST_API}`,
        'mention kubernetes:prod-eu/shop/ConfigMap/app-config-7f9',
      ],
    ],
    [
      'nothing, where the template is as before',
      template({}),
      template({}),
      [],
    ],
  ])('lets a rollout gather %s', (_, before, after, threads) => {
    const gathers = change({
      manager: 'helm',
      before: { kind: 'Deployment', spec: { replicas: 1, template: before } },
      after: { kind: 'Deployment', spec: { replicas: 2, template: after } },
    }).gathers;
    expect((gathers ?? []).map(({ thread }) => thread)).toEqual(threads);
  });

  it('leaves alone what is no object, such as a release', () => {
    const release = change({
      subjects: [APP_CONFIG, REST_API],
      manager: 'helm',
      after: { chart: 'rest-api-1.2.4' },
    });
    expect(release).not.toHaveProperty('joins');
    expect(release).not.toHaveProperty('gathers');
  });

  it('leaves alone what says by itself what it is part of', () => {
    const own = change({ partOfKey: 'uid/1', manager: 'argocd-controller' });
    expect(own.joins).toBeUndefined();
  });

  it('puts what is deleted with its namespace into the end of that', () => {
    const { joins } = change({
      key: 'uid/deleted',
      title: 'rest-api deleted',
      after: undefined,
      before: { kind: 'Deployment', metadata: { name: 'rest-api' } },
    });
    expect(joins).toContain('namespace prod-eu/shop');
    expect(change().joins).not.toContain('namespace prod-eu/shop');
    const { gathers } = change({
      key: 'ns/deleted',
      observedAt: '2026-11-19T02:30:40Z',
      subjects: ['kubernetes:prod-eu/_/Namespace/shop'],
      after: undefined,
      before: { kind: 'Namespace', metadata: { name: 'shop' } },
    });
    expect(gathers).toEqual([
      {
        thread: 'namespace prod-eu/shop',
        from: '2026-11-19T02:29:58.000Z',
        to: '2026-11-19T02:30:42.000Z',
      },
    ]);
  });
});
