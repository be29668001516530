import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Portal } from 'app/e2e/world/Portal.ts';
import { deployment, service } from 'app/e2e/world/cluster/manifests.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const WEB = { matchLabels: { 'app.kubernetes.io/name': 'web' } };

/** What surrounds `web`: before, then as it is changed; and what is told of that. */
const SURROUNDINGS = [
  {
    resource: 'ingress',
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      spec: {
        rules: [
          {
            host: 'old.acme.example',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'web', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
    patch: [
      { op: 'replace', path: '/spec/rules/0/host', value: 'new.acme.example' },
    ],
    kind: 'network',
    title: /^Ingress edge changed: host old.acme.example → new.acme.example$/,
  },
  {
    resource: 'networkpolicy',
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      spec: { podSelector: WEB, policyTypes: ['Ingress'], ingress: [{}] },
    },
    patch: [{ op: 'add', path: '/spec/policyTypes/1', value: 'Egress' }],
    kind: 'network',
    title: /^NetworkPolicy edge changed: policyTypes/,
  },
  {
    resource: 'poddisruptionbudget',
    object: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      spec: { minAvailable: 1, selector: WEB },
    },
    patch: [{ op: 'replace', path: '/spec/minAvailable', value: 2 }],
    kind: 'config',
    title: /^PodDisruptionBudget edge changed: minAvailable 1 → 2$/,
  },
  {
    resource: 'resourcequota',
    object: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      spec: { hard: { pods: '10' } },
    },
    patch: [{ op: 'replace', path: '/spec/hard/pods', value: '3' }],
    kind: 'config',
    title: /^ResourceQuota edge changed: pods 10 → 3$/,
  },
];

describe('what surrounds a workload of a real cluster', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;
  let web: Timeline;

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(catalog, cluster.namespace, { web: [] });
    await cluster.kubectl.apply([
      service(cluster.namespace, 'web'),
      deployment(cluster.namespace, {
        name: 'web',
        image: IMAGES.old,
        replicas: 2,
      }),
      ...SURROUNDINGS.map(({ object }) => ({
        ...object,
        metadata: { name: 'edge', namespace: cluster.namespace },
      })),
    ]);
    await cluster.rolledOut('web');
    portal = await Portal.start({
      clusters: [cluster.config],
      catalog: [catalog],
    });
    web = Timeline.of(portal, 'component:default/web');
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('is no news at the start', async () => {
    const { title } = await web.find({ kind: 'deployment', title: /^web / });
    assert.deepEqual(
      (await web.changes()).map(event => event.title),
      [title],
    );
  });

  it('is told to it when it changes', async () => {
    for (const { resource, patch, kind, title } of SURROUNDINGS) {
      await cluster.run(
        'patch',
        resource,
        'edge',
        '--type=json',
        '-p',
        JSON.stringify(patch),
      );
      const { actor } = await web.find({ kind, title });
      assert.equal(actor?.name, 'kubectl-patch');
    }
  });
});
