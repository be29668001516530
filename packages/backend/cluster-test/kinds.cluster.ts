import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';

const RBAC = 'rbac.authorization.k8s.io';
const GROUP = 'ripple.example';
const WIDGETS = `widgets.${GROUP}`;
/** What Helm keeps in its record. */
const RELEASE = 'H4sIAAAAAAAC-basalt-finch-2207';
/** Neither may ever be found outside of the cluster. */
const [OLD_PASSWORD, NEW_PASSWORD] = ['ocean-plum-4471', 'amber-kite-9038'];

/** What the platform of a cluster gets, what is then done to it, and what is told of that. */
function platformChanges(name: string) {
  const metadata = { name };
  const service = { name: 'hook', namespace: 'default', path: '/', port: 443 };
  const webhook = (policy: string) => ({
    name: 'hook.ripple.example',
    clientConfig: { service },
    // Its objects do not exist: it is never asked.
    rules: [
      {
        apiGroups: [GROUP],
        apiVersions: ['v9'],
        resources: ['nothing'],
        operations: ['CREATE'],
      },
    ],
    failurePolicy: policy,
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  });
  const role = (verbs: string[]) => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
  });
  const hooks = (kind: string, policy: string) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata,
    webhooks: [webhook(policy)],
  });
  const priority = (description: string) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata,
    value: 1000,
    description,
  });
  return {
    before: [
      role(['get']),
      hooks('ValidatingWebhookConfiguration', 'Ignore'),
      hooks('MutatingWebhookConfiguration', 'Ignore'),
      priority('of old'),
    ],
    after: [
      role(['get', 'delete']),
      hooks('ValidatingWebhookConfiguration', 'Fail'),
      hooks('MutatingWebhookConfiguration', 'Fail'),
      priority('of now'),
    ],
    told: [
      ['access', `^ClusterRole ${name} changed: verbs`],
      [
        'config',
        `^ValidatingWebhookConfiguration ${name} changed: .*failurePolicy Ignore → Fail`,
      ],
      [
        'config',
        `^MutatingWebhookConfiguration ${name} changed: .*failurePolicy Ignore → Fail`,
      ],
      ['config', `^PriorityClass ${name} changed: description of old → of now`],
    ],
  };
}

function definition(description: string) {
  const properties = { size: { type: 'integer', description } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: WIDGETS },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties } },
            },
          },
        },
      ],
    },
  };
}

describe('kinds that are switched on', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;
  let shop: Timeline;
  let platform: Timeline;

  const named = (name: string) => ({
    name,
    namespace: cluster.namespace,
    labels: { 'backstage.io/kubernetes-id': 'shop' },
  });
  const secret = (password: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: named('db'),
    stringData: { user: 'shop', password },
  });
  const released = () => {
    const workload = deployment(cluster.namespace, {
      name: 'web',
      image: 'registry.k8s.io/pause:3.10',
      replicas: 1,
      labels: { 'backstage.io/kubernetes-id': 'shop' },
    });
    const annotations = {
      'meta.helm.sh/release-name': 'web',
      'meta.helm.sh/release-namespace': cluster.namespace,
    };
    return { ...workload, metadata: { ...workload.metadata, annotations } };
  };
  const record = (status: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: 'sh.helm.release.v1.web.v3',
      namespace: cluster.namespace,
      labels: { name: 'web', owner: 'helm', status, version: '3' },
    },
    stringData: { release: RELEASE },
  });
  const widget = (size: number) => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'Widget',
    metadata: named('cog'),
    spec: { size },
  });
  const access = (verbs: string[]) => [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: named('reader'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: named('limits'),
      spec: {
        limits: [{ type: 'Container', max: { cpu: String(verbs.length) } }],
      },
    },
  ];
  const name = () => cluster.namespace;

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeFile(catalog, entities(cluster));
    await cluster.kubectl.apply([definition('how large')]);
    await cluster.kubectl.run([
      'wait',
      '--for=condition=Established',
      `crd/${WIDGETS}`,
    ]);
    await cluster.kubectl.apply([
      ...platformChanges(name()).before,
      ...access(['get']),
      secret(OLD_PASSWORD),
      widget(1),
    ]);
    portal = await Portal.start({
      clusters: [
        { name: cluster.name, kubeconfig: cluster.kubectl.kubeconfig },
      ],
      catalog: [catalog],
      config: {
        changes: {
          kubernetes: {
            profile: 'wide',
            kinds: [
              {
                resource: 'widgets',
                group: GROUP,
                version: 'v1',
                kind: 'Widget',
              },
              {
                resource: 'gadgets',
                group: GROUP,
                version: 'v1',
                kind: 'Gadget',
              },
            ],
            secrets: [
              { cluster: cluster.name, namespaces: [cluster.namespace] },
            ],
          },
        },
      },
    });
    shop = Timeline.of(portal, 'component:default/shop');
    platform = Timeline.of(portal, 'component:default/platform');
    await clusterWatched(portal, cluster.name);
    await eventually('the catalog has read its file', () => shop.changes());
  });
  after(async () => {
    await portal?.stop();
    if (cluster) {
      for (const { kind } of platformChanges(name()).before) {
        await cluster.kubectl.run(['delete', kind, name()]);
      }
      await cluster.kubectl.run(['delete', 'crd', WIDGETS]);
    }
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('are no news at the start; one that is not served is no gap', async () => {
    assert.deepEqual(await shop.changes(), []);
    const { sources } = await portal.guest.get<Sources>('/sources');
    const { scopes } = sources.find(({ source }) => source === 'kubernetes')!;
    const kinds = scopes.map(({ scope }) => scope.split('/').at(-1));
    assert.ok(kinds.includes(WIDGETS) && kinds.includes('secrets'));
    assert.ok(!kinds.includes(`gadgets.${GROUP}`));
  });

  it('tell who may do what, and the limits', async () => {
    await cluster.kubectl.apply(access(['get', 'list']));
    await shop.find({
      kind: 'access',
      title: /^Role reader changed: verbs/,
    });
    await shop.find({
      kind: 'config',
      title: /^LimitRange limits changed: .*cpu 1 → 2/,
    });
  });

  it('tell what a person changes of the platform', async () => {
    const { after: changed, told } = platformChanges(name());
    await cluster.kubectl.apply([...changed, definition('how wide')]);
    for (const [kind, title] of told) {
      await platform.find({ kind, title: new RegExp(title) });
    }
    await platform.find({
      kind: 'config',
      title: new RegExp(
        `^CustomResourceDefinition ${WIDGETS} changed: .*schema`,
      ),
    });
  });

  it('tell what goes with a namespace as parts of its end', async () => {
    const [namespace] = goingOf(cluster);
    await cluster.kubectl.run(['create', 'namespace', namespace]);
    await cluster.kubectl.apply([configMap(namespace, 'tools', { a: 'b' })]);
    await platform.find({ kind: 'config', title: /^ConfigMap tools created$/ });
    await cluster.kubectl.run(['delete', 'namespace', namespace]);
    const title = /^ConfigMap tools deleted$/;
    const { id } = await platform.find({ kind: 'config', title });
    await platform.find({
      kind: 'config',
      title: new RegExp(`^Namespace ${namespace} deleted$`),
    });
    const { whole } = await eventually('it is part of something', async () => {
      const detail = await platform.detail(id);
      return detail.whole && detail;
    });
    assert.equal(whole!.title, `Namespace ${namespace} deleted`);
  });

  it('tell any further kind', async () => {
    await cluster.kubectl.apply([widget(2)]);
    const { diff } = await shop.detail(
      (
        await shop.find({
          kind: 'config',
          title: /^Widget cog changed: size 1 → 2$/,
        })
      ).id,
    );
    assert.deepEqual(diff, [{ path: 'spec.size', before: 1, after: 2 }]);
    await cluster.run('delete', 'widget', 'cog');
    await shop.find({ kind: 'config', title: /^Widget cog deleted$/ });
  });

  it("tell by Helm's records that a release failed, and keep nothing of it", async () => {
    await cluster.kubectl.apply([released()]);
    await shop.find({ kind: 'deployment', title: /^web created/ });
    await cluster.kubectl.apply([record('pending-upgrade')]);
    await shop.find({ kind: 'deployment', title: /^Helm upgrades web$/ });
    await cluster.kubectl.apply([record('failed')]);
    const { id } = await shop.find({
      kind: 'deployment',
      status: 'failed',
      title: /^Helm failed to upgrade web$/,
    });
    const { evidence } = await shop.detail(id);
    assert.deepEqual(evidence, [
      { label: 'Release', text: `${cluster.namespace}/web, revision 3` },
    ]);
    const kept = await allFiles(portal.directory);
    assert.ok(!kept.includes(RELEASE), 'what Helm released was kept');
  });

  it('tell which key of a Secret changed, and keep no value', async () => {
    await cluster.kubectl.apply([secret(NEW_PASSWORD)]);
    await shop.find({
      kind: 'secret',
      title: /^Secret db changed: password$/,
    });
    const kept = await allFiles(portal.directory);
    for (const value of [OLD_PASSWORD, NEW_PASSWORD]) {
      for (const form of [value, Buffer.from(value).toString('base64')]) {
        assert.ok(!kept.includes(form), `${form} was kept`);
      }
    }
  });
});

/** A namespace that will be deleted, and as subjects it and what lies in it. */
function goingOf(cluster: Pick<TestCluster, 'name' | 'namespace'>): string[] {
  const namespace = `${cluster.namespace}-gone`;
  return [
    namespace,
    `kubernetes:${cluster.name}/_/Namespace/${namespace}`,
    `kubernetes:${cluster.name}/${namespace}/ConfigMap/tools`,
  ];
}

/** By their label what lies in the namespace, and the platform of the cluster. */
function entities({ name: cluster, namespace }: TestCluster): string {
  const annotations = {
    shop: {
      'backstage.io/kubernetes-id': 'shop',
      'backstage.io/kubernetes-namespace': namespace,
    },
    platform: {
      'changes/subjects': [
        `kubernetes:${cluster}/_/Cluster/${cluster}`,
        ...goingOf({ name: cluster, namespace }).slice(1),
      ].join('\n'),
    },
  };
  // JSON is YAML.
  return Object.entries(annotations)
    .map(([name, own]) =>
      JSON.stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name, annotations: own },
        spec: {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/team-core',
        },
      }),
    )
    .join('\n---\n');
}

/** What all files in a folder hold, one after another. */
async function allFiles(folder: string): Promise<Buffer> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    await Promise.all(
      files
        .filter(file => file.isFile())
        .map(file => readFile(path.join(file.parentPath, file.name))),
    ),
  );
}
