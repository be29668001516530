import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { HelmReleases } from './HelmReleases';

const at = (seconds: number) =>
  new Date(Date.parse('2026-11-19T02:30:00Z') + seconds * 1000).toISOString();

const WEB = 'kubernetes:prod-eu/shop/Deployment.apps/web';
const SETTING = 'kubernetes:prod-eu/shop/ConfigMap/web';

function written(
  seconds: number,
  over: Partial<Observation> & {
    chart?: string;
    chartBefore?: string;
    manager?: string;
    release?: string;
  } = {},
): Observation {
  const {
    chart,
    chartBefore,
    manager = 'helm',
    release = 'web',
    ...rest
  } = over;
  const manifest = (version: string) => ({
    metadata: {
      labels: { 'helm.sh/chart': version },
      annotations: {
        'meta.helm.sh/release-name': release,
        'meta.helm.sh/release-namespace': 'shop',
      },
    },
  });
  return {
    type: 'change',
    kind: 'deployment',
    instance: 'prod-eu',
    cluster: 'prod-eu',
    namespace: 'shop',
    key: `uid/${seconds}`,
    title: 'web deployed v2',
    severity: 'info',
    observedAt: at(seconds),
    start: at(seconds),
    subjects: [WEB],
    write: { verb: 'update', manager, from: at(seconds), to: at(seconds) },
    before: manifest(chartBefore ?? 'web-1.2.3'),
    after: manifest(chart ?? 'web-1.2.4'),
    ...rest,
  };
}

describe('HelmReleases', () => {
  it('tells what Helm writes within a minute as one release', () => {
    const releases = HelmReleases.create();
    const first = releases.tell([
      written(1, { kind: 'config', subjects: [SETTING, WEB] }),
    ]);
    expect(first.observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:01.000Z',
        kind: 'deployment',
        title: 'Helm upgraded web: web-1.2.3 → web-1.2.4',
        subjects: [WEB, SETTING],
        before: { chart: 'web-1.2.3' },
        after: { chart: 'web-1.2.4' },
      },
    ]);
    const second = releases.tell([written(0), written(20)]);
    expect(second.observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:01.000Z',
        start: at(0),
        end: { at: at(20), status: 'succeeded' },
        gathers: [
          { thread: 'helm prod-eu shop/web', from: at(-2), to: at(50) },
        ],
      },
    ]);
    expect(releases.tell([written(120)]).observations).toMatchObject([
      { key: 'helm/shop/web/2026-11-19T02:32:00.000Z' },
    ]);
  });

  it('tells another version of the chart as another release, however soon', () => {
    const releases = HelmReleases.create();
    releases.tell([written(1)]);
    const next = { chartBefore: 'web-1.2.4', chart: 'web-1.2.5' };
    expect(releases.tell([written(9, next)]).observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:09.000Z',
        title: 'Helm upgraded web: web-1.2.4 → web-1.2.5',
      },
    ]);
  });

  it('goes on with a release after a restart', () => {
    const before = HelmReleases.create();
    const { states } = before.tell([written(1)]);
    const after = HelmReleases.create();
    for (const state of states) {
      expect(after.restore(JSON.parse(JSON.stringify(state)))).toBe(true);
    }
    expect(after.tell([written(5)]).observations).toMatchObject([
      { key: 'helm/shop/web/2026-11-19T02:30:01.000Z' },
    ]);
    expect(after.restore({ id: 'pods/u1', body: {} })).toBe(false);
  });

  it('says that it was installed where nothing was there before', () => {
    const releases = HelmReleases.create();
    expect(
      releases.tell([written(1, { before: undefined, chart: 'web-1.0.0' })])
        .observations,
    ).toMatchObject([{ title: 'Helm installed web (web-1.0.0)' }]);
  });

  it.each([
    ['a person', 'kubectl-edit'],
    ['Flux, which tells it by itself', 'helm-controller'],
    ['Argo CD', 'argocd-controller'],
  ])('tells no release of what %s wrote', (_, manager) => {
    expect(HelmReleases.create().tell([written(1, { manager })])).toEqual({
      observations: [],
      states: [],
    });
  });

  it('forgets runs that are long over', () => {
    const releases = HelmReleases.create();
    releases.tell([written(1, { release: 'old' })]);
    const { states } = releases.tell([written(700)]);
    expect(states).toContainEqual({ id: 'helm/shop/old', body: null });
  });
});
