import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import { workload } from '../__testUtils__/story';
import { healthHistory, secondsIn } from './history';
import { intersection } from './intervals';
import { isScopeOf, watchOf } from './watch';

const NOW = '2026-11-19T03:12:00.000Z';

it('a past is healthy only where somebody watched', () => {
  expect(
    healthHistory({
      from: 0,
      to: 100,
      watched: [{ from: 10, to: 50 }, { from: 60 }],
      issues: [
        { from: 20, to: 30, status: 'degraded' },
        { from: 25, to: 28, status: 'unhealthy' },
        { from: 45, to: 70, status: 'unhealthy' },
      ],
    }),
  ).toEqual([
    { from: 0, to: 10, status: 'unknown' },
    { from: 10, to: 20, status: 'healthy' },
    { from: 20, to: 25, status: 'degraded' },
    { from: 25, to: 28, status: 'unhealthy' },
    { from: 28, to: 30, status: 'degraded' },
    { from: 30, to: 45, status: 'healthy' },
    { from: 45, to: 70, status: 'unhealthy' },
    { from: 70, to: 100, status: 'healthy' },
  ]);
});

describe('who watches', () => {
  const subject = workload('rest-api', NOW).subject;

  it.each([
    ['prod-eu/deployments.apps', true],
    ['prod-eu/shop/deployments.apps', true],
    ['prod-eu/other/deployments.apps', false],
    ['prod-us/deployments.apps', false],
    ['prod-eu/pods', false],
    ['prod-eu/replicasets.apps', false],
  ])('scope %s is a Deployment’s: %s', (scope, expected) => {
    expect(isScopeOf(scope, subject)).toBe(expected);
  });

  it.each([
    ['services', 'Service', true],
    ['serviceaccounts', 'Service', false],
    ['networkpolicies.networking.k8s.io', 'NetworkPolicy', true],
    ['ingresses.networking.k8s.io', 'Ingress', true],
    ['ingressclasses.networking.k8s.io', 'Ingress', false],
    ['endpoints', 'Endpoints', true],
  ])('scope %s is a %s’s: %s', (resource, kind, expected) => {
    const [, ...group] = resource.split('.');
    const object = kubernetesSubject({
      cluster: 'prod-eu',
      namespace: 'shop',
      kind,
      ...(group.length > 0 ? { group: group.join('.') } : {}),
      name: 'rest-api',
    });
    expect(isScopeOf(`prod-eu/${resource}`, object)).toBe(expected);
  });

  it('is told by the scope of the kind, else by the worst of the cluster', () => {
    const scope = (name: string, state: 'live' | 'forbidden') => ({
      source: 'kubernetes',
      instance: 'prod-eu',
      scope: `prod-eu/${name}`,
      state,
      from: NOW,
      at: NOW,
    });
    const pods = scope('pods', 'forbidden');
    expect(watchOf(subject, []).state).toBe('not-observed');
    expect(watchOf(subject, [pods]).state).toBe('forbidden');
    expect(
      watchOf(subject, [pods, scope('deployments.apps', 'live')]).state,
    ).toBe('live');
  });
});

it('two who watch see what both see', () => {
  expect(
    intersection(
      [{ from: 0, to: 10 }, { from: 20, to: 30 }, { from: 40 }],
      [{ from: 5, to: 25 }, { from: 28 }],
    ),
  ).toEqual([
    { from: 5, to: 10 },
    { from: 20, to: 25 },
    { from: 28, to: 30 },
    { from: 40 },
  ]);
});

it('time in each state adds up to the whole', () => {
  expect(
    secondsIn(
      healthHistory({
        from: 0,
        to: 100_000,
        watched: [{ from: 10_000 }],
        issues: [
          { from: 30_000, to: 50_000, status: 'degraded' },
          { from: 45_000, to: 60_000, status: 'unhealthy' },
        ],
      }),
    ),
  ).toEqual({ unknown: 10, healthy: 60, degraded: 15, unhealthy: 15 });
});
