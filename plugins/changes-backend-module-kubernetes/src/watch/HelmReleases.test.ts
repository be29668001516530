import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { HELM_RECORD, readHelmRecord } from '../delivery';
import { emptyStep, type How, type ModelStep } from './Book';
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

const record = (
  revision: number,
  status: string,
  over: { seconds?: number; modified?: number; version?: string } = {},
) => ({
  apiVersion: 'v1',
  kind: 'PartialObjectMetadata',
  metadata: {
    uid: `r${revision}`,
    name: `sh.helm.release.v1.web.v${revision}`,
    namespace: 'shop',
    resourceVersion: over.version ?? '1',
    creationTimestamp: at(over.seconds ?? 0),
    labels: {
      name: 'web',
      owner: 'helm',
      status,
      version: String(revision),
      ...(over.modified === undefined
        ? {}
        : { modifiedAt: String(Date.parse(at(over.modified)) / 1_000) }),
    },
  },
});

function withRecords() {
  const releases = HelmReleases.create({
    workloads: () =>
      [
        {
          name: 'web',
          namespace: 'shop',
          type: { kind: 'Deployment', group: 'apps' },
          traits: { annotations: { 'meta.helm.sh/release-name': 'web' } },
        },
        {
          name: 'other',
          namespace: 'shop',
          type: { kind: 'Deployment', group: 'apps' },
          traits: { annotations: {} },
        },
      ] as never,
  });
  return {
    releases,
    set(object: ReturnType<typeof record>, how: How = 'watch'): ModelStep {
      const step = emptyStep();
      releases.set(
        HELM_RECORD,
        readHelmRecord(object)!,
        { cluster: 'prod-eu', now: at(300), how },
        step,
      );
      return step;
    },
  };
}

describe('HelmReleases', () => {
  it('tells by its record that a release failed, and of which revision it is', () => {
    const { releases, set } = withRecords();
    expect(
      set(record(7, 'pending-upgrade', { seconds: 1 })).observations,
    ).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:01.000Z',
        title: 'Helm upgrades web',
        subjects: [WEB],
      },
    ]);
    // Hooks may take minutes.
    expect(releases.follow([written(200)]).observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:01.000Z',
        title: 'Helm upgrades web: web-1.2.3 → web-1.2.4',
      },
    ]);
    const { observations } = set(
      record(7, 'failed', { seconds: 1, modified: 240, version: '2' }),
    );
    expect(observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:01.000Z',
        title: 'Helm failed to upgrade web: web-1.2.3 → web-1.2.4',
        severity: 'error',
        end: { at: at(240), status: 'failed' },
        evidence: [
          { label: 'Release', text: 'shop/web, revision 7' },
          { label: 'Chart', text: 'web-1.2.4' },
        ],
      },
    ]);
  });

  it('takes a record that comes late for that of the release which its objects told', () => {
    const { releases, set } = withRecords();
    releases.follow([written(3)]);
    expect(
      set(record(8, 'deployed', { seconds: 1, modified: 5 })).observations,
    ).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:03.000Z',
        start: at(1),
        end: { at: at(5), status: 'succeeded' },
      },
    ]);
  });

  it('tells that a release goes back, and that it is taken away', () => {
    const { set } = withRecords();
    expect(
      set(record(9, 'pending-rollback', { seconds: 1 })).observations,
    ).toMatchObject([{ kind: 'rollback', title: 'Helm rolls back web' }]);
    set(record(9, 'deployed', { seconds: 1, modified: 4, version: '2' }));
    expect(
      set(record(9, 'uninstalling', { modified: 90, version: '3' }))
        .observations,
    ).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:31:30.000Z',
        title: 'Helm uninstalls web',
      },
    ]);
  });

  it('tells the history that records hold, once', () => {
    const { set } = withRecords();
    expect(
      set(record(5, 'superseded', { modified: 6 }), 'first').observations,
    ).toMatchObject([
      { reconstructed: true, title: 'Helm upgraded web', start: at(0) },
    ]);
    expect(
      set(record(5, 'superseded', { version: '2', modified: 6 })).observations,
    ).toEqual([]);
  });

  it('says nothing of an older revision that another one follows', () => {
    const { set } = withRecords();
    set(record(5, 'deployed'));
    expect(
      set(record(5, 'superseded', { version: '2', modified: 90 })).observations,
    ).toEqual([]);
  });

  it('tells what Helm writes within a minute as one release', () => {
    const releases = HelmReleases.create({ workloads: () => [] });
    const first = releases.follow([
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
    const second = releases.follow([written(0), written(20)]);
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
    expect(releases.follow([written(120)]).observations).toMatchObject([
      { key: 'helm/shop/web/2026-11-19T02:32:00.000Z' },
    ]);
  });

  it('tells another version of the chart as another release, however soon', () => {
    const releases = HelmReleases.create({ workloads: () => [] });
    releases.follow([written(1)]);
    const next = { chartBefore: 'web-1.2.4', chart: 'web-1.2.5' };
    expect(releases.follow([written(9, next)]).observations).toMatchObject([
      {
        key: 'helm/shop/web/2026-11-19T02:30:09.000Z',
        title: 'Helm upgraded web: web-1.2.4 → web-1.2.5',
      },
    ]);
  });

  it('goes on with a release after a restart', () => {
    const before = HelmReleases.create({ workloads: () => [] });
    const { states } = before.follow([written(1)]);
    const after = HelmReleases.create({ workloads: () => [] });
    for (const state of states) {
      expect(after.restoreRun(JSON.parse(JSON.stringify(state)))).toBe(true);
    }
    expect(after.follow([written(5)]).observations).toMatchObject([
      { key: 'helm/shop/web/2026-11-19T02:30:01.000Z' },
    ]);
    expect(after.restoreRun({ id: 'pods/u1', body: {} })).toBe(false);
  });

  it('says that it was installed where nothing was there before', () => {
    const releases = HelmReleases.create({ workloads: () => [] });
    expect(
      releases.follow([written(1, { before: undefined, chart: 'web-1.0.0' })])
        .observations,
    ).toMatchObject([{ title: 'Helm installed web (web-1.0.0)' }]);
  });

  it.each([
    ['a person', 'kubectl-edit'],
    ['Flux, which tells it by itself', 'helm-controller'],
    ['Argo CD', 'argocd-controller'],
  ])('tells no release of what %s wrote', (_, manager) => {
    expect(
      HelmReleases.create({ workloads: () => [] }).follow([
        written(1, { manager }),
      ]),
    ).toEqual({
      observations: [],
      states: [],
    });
  });

  it('forgets runs that are long over', () => {
    const releases = HelmReleases.create({ workloads: () => [] });
    releases.follow([written(1, { release: 'old' })]);
    const { states } = releases.follow([written(700)]);
    expect(states).toContainEqual({ id: 'helm/shop/old', body: null });
  });
});
