import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { SubjectPage } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import {
  configMap,
  deployment,
  service,
} from 'app/e2e/world/cluster/manifests.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';

const EVERY_POD = ['--ignore-daemonsets', '--delete-emptydir-data'];
const UID = 'jsonpath={.metadata.uid}';
/** Silences a node of a kubebox. */
const DOWN = 'kubebox.test/down';

/** The pods end at once, well or badly. */
type Ending = 'complete' | 'fail';

describe('what runs beside and below the workloads of a real cluster', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;
  /** By entity. */
  let timelines: Record<string, Timeline>;

  before(async () => {
    cluster = await TestCluster.open();
    if (cluster.noUsage()) return;
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeFile(catalog, entities(cluster));
    await apply([
      configMap(cluster.namespace, 'shared', { LOG_LEVEL: 'info' }),
      service(cluster.namespace, 'web'),
      deployment(cluster.namespace, {
        name: 'web',
        image: IMAGES.old,
        replicas: 3,
        configMap: 'shared',
      }),
      withFiles(
        deployment(cluster.namespace, {
          name: 'worker',
          image: IMAGES.old,
          replicas: 1,
        }),
        'shared',
      ),
    ]);
    await cluster.rolledOut('web');
    await cluster.rolledOut('worker');
    portal = await Portal.start({
      // The ClusterRole `view` knows no nodes.
      clusters: [
        { name: cluster.name, kubeconfig: cluster.kubectl.kubeconfig },
      ],
      catalog: [catalog],
    });
    timelines = Object.fromEntries(
      ['web', 'worker', 'orders', 'export', 'platform'].map(name => [
        name,
        Timeline.of(portal, `component:default/${name}`),
      ]),
    );
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    await cluster?.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  it('tells a migration from its start to its end', async t => {
    if (skipped(t)) return;
    await apply([
      job('orders-migrate-v41', 'complete', {
        image: 'flyway/flyway:10',
        args: ['migrate'],
      }),
    ]);
    const told = await timelines.orders.find({
      kind: 'migration',
      title: /^orders migrated by Job orders-migrate-v41 \(flyway\)$/,
      status: 'succeeded',
    });
    assert.ok(told.endedAt! > told.startedAt);
    assert.equal(told.actor?.name, 'kubectl-client-side-apply');
    await apply([
      job('orders-migrate-v42', 'fail', {
        image: 'acme/orders:42',
        command: ['alembic', 'upgrade', 'head'],
      }),
    ]);
    await timelines.orders.find({
      kind: 'migration',
      title:
        /^migration of orders failed: Job orders-migrate-v42 \(alembic\) gave up/,
      status: 'failed',
    });
    assert.equal((await timelines.orders.changes()).length, 2);
  });

  it('tells when a CronJob begins to fail and when it succeeds again', async t => {
    if (skipped(t)) return;
    await apply([cronJob()]);
    const uid = await cluster.run('get', 'cronjob/export', '-o', UID);
    const endings = ['complete', 'fail', 'fail', 'complete'] as const;
    for (const [index, ending] of endings.entries()) {
      await apply([scheduledRun(`export-${index}`, uid, ending)]);
      const condition = ending === 'fail' ? 'Failed' : 'Complete';
      await cluster.run(
        'wait',
        `job/export-${index}`,
        `--for=condition=${condition}`,
        '--timeout=60s',
      );
    }
    const again = await timelines.export.find({
      kind: 'job',
      title: /^CronJob export succeeded again after 2 failed runs$/,
    });
    const failed = await timelines.export.find({
      kind: 'job',
      title: /^CronJob export began to fail: Job export-\d+ gave up/,
      status: 'failed',
    });
    assert.ok(failed.startedAt < again.startedAt);
  });

  it('tells a shared ConfigMap to all that use it, however they do', async t => {
    if (skipped(t)) return;
    await apply([
      configMap(cluster.namespace, 'shared', { LOG_LEVEL: 'debug' }),
    ]);
    const wanted = {
      kind: 'config',
      title: /^ConfigMap shared changed: LOG_LEVEL info → debug$/,
    };
    const [web, worker] = [
      await timelines.web.find(wanted),
      await timelines.worker.find(wanted),
    ];
    assert.equal(web.id, worker.id);
  });

  it('tells a changed Service to the workload behind it', async t => {
    if (skipped(t)) return;
    const patch = [
      { op: 'replace', path: '/spec/ports/0/targetPort', value: 8081 },
    ];
    await cluster.run(
      'patch',
      'service/web',
      '--type=json',
      '-p',
      JSON.stringify(patch),
    );
    await timelines.web.find({
      kind: 'network',
      title: /^Service web changed: targetPort 8080 → 8081$/,
    });
  });

  it('tells a Service without endpoints to the workload behind it', async t => {
    if (skipped(t)) return;
    await cluster.run('scale', 'deployment/web', '--replicas=0');
    const lost = await timelines.web.find({
      kind: 'network',
      title: /^Service web lost its last ready endpoint$/,
      status: 'in-progress',
    });
    await cluster.run('scale', 'deployment/web', '--replicas=3');
    const back = await timelines.web.find({
      kind: 'network',
      title: /^Service web had no ready endpoint for \d+ s$/,
      status: 'succeeded',
    });
    assert.equal(back.id, lost.id);
    await cluster.rolledOut('web');
  });

  it('tells of a node to the workloads on it, and to the platform', async t => {
    if (skipped(t)) return;
    const node = await nodeOf('web');
    await cluster.kubectl.run(['cordon', node]);
    const cordoned = { kind: 'node', title: titled(`node ${node} cordoned`) };
    const { id, actor } = await timelines.web.find(cordoned);
    assert.equal(actor?.name, 'kubectl');
    assert.equal((await timelines.platform.find(cordoned)).id, id);
    await cluster.kubectl.run(['drain', node, '--force', ...EVERY_POD]);
    await timelines.web.find({
      kind: 'node',
      title: new RegExp(`^\\d+ pods? evicted from node ${node}$`),
    });
    await cluster.kubectl.run(['uncordon', node]);
    // It has no pods of the workload by now.
    await timelines.platform.find({
      kind: 'node',
      title: titled(`node ${node} uncordoned`),
    });
    await cluster.rolledOut('web');
  });

  it('tells a node that falls silent until it is back', async t => {
    if (skipped(t)) return;
    const node = await nodeOf('web');
    await cluster.kubectl.run(['annotate', 'node', node, `${DOWN}=true`]);
    const silent = await timelines.web.find({
      kind: 'node',
      title: titled(`node ${node} is not ready: its kubelet is silent`),
      status: 'in-progress',
    });
    assert.equal(silent.severity, 'error');
    await cluster.kubectl.run(['annotate', 'node', node, `${DOWN}-`]);
    const back = await timelines.web.find({
      kind: 'node',
      title: new RegExp(`^node ${node} was not ready for \\d+ s$`),
      status: 'succeeded',
    });
    assert.equal(back.id, silent.id);
  });

  it("knows the API server's version as a fact of the platform", async t => {
    if (skipped(t)) return;
    await eventually('the platform has a row', async () => {
      const { subjects } = await portal.guest.get<SubjectPage>('/subjects', {
        source: 'kubernetes',
        kind: 'Cluster',
      });
      return subjects.find(({ subject }) => subject === platform(cluster));
    });
  });

  function skipped(t: TestContext): boolean {
    const reason = cluster.noUsage();
    if (reason) t.skip(reason);
    return reason !== undefined;
  }

  function apply(manifests: object[]): Promise<string> {
    return cluster.kubectl.apply(manifests, '-n', cluster.namespace);
  }

  async function nodeOf(name: string): Promise<string> {
    const nodes = await cluster.run(
      'get',
      'pods',
      '-l',
      `app.kubernetes.io/name=${name}`,
      '-o',
      'jsonpath={.items[*].spec.nodeName}',
    );
    return nodes.split(' ')[0];
  }
});

function platform({ name }: TestCluster): string {
  return `kubernetes:${name}/_/Cluster/${name}`;
}

/** Workloads and a Job by their label; a CronJob and the platform by the subject that they are. */
function entities(cluster: TestCluster): string {
  const { name: clusterName, namespace } = cluster;
  const byLabel = (id: string) => ({
    'backstage.io/kubernetes-id': id,
    'backstage.io/kubernetes-namespace': namespace,
  });
  return Object.entries({
    web: byLabel('web'),
    worker: byLabel('worker'),
    orders: byLabel('orders'),
    export: {
      'changes/subjects': `kubernetes:${clusterName}/${namespace}/CronJob.batch/export`,
    },
    platform: { 'changes/subjects': platform(cluster) },
  })
    .map(([name, annotations]) =>
      JSON.stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name, annotations },
        spec: {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/team-core',
        },
      }),
    )
    .join('\n---\n');
}

function job(name: string, ending: Ending, container: object) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { 'backstage.io/kubernetes-id': 'orders' } },
    spec: jobSpec(ending, container),
  };
}

/** It is suspended: the tests say when it runs. */
function cronJob() {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'export' },
    spec: {
      schedule: '0 2 * * *',
      suspend: true,
      jobTemplate: { spec: jobSpec('complete', { image: 'acme/export:1' }) },
    },
  };
}

/** A run as the schedule's controller makes it. */
function scheduledRun(name: string, uid: string, ending: Ending) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: 'export',
          uid,
          controller: true,
        },
      ],
    },
    spec: jobSpec(ending, { image: 'acme/export:1' }),
  };
}

function jobSpec(ending: Ending, container: object) {
  return {
    backoffLimit: 0,
    template: {
      metadata: {
        annotations: {
          'kubebox.test/behavior': ending,
          'kubebox.test/run-for': '2s',
        },
      },
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'run', ...container }],
      },
    },
  };
}

/** A workload that has a ConfigMap's keys as files, among others. */
function withFiles(
  workload: ReturnType<typeof deployment>,
  name: string,
): object {
  const { template } = workload.spec;
  const volumes = [
    { name: 'settings', projected: { sources: [{ configMap: { name } }] } },
  ];
  return {
    ...workload,
    spec: {
      ...workload.spec,
      template: { ...template, spec: { ...template.spec, volumes } },
    },
  };
}

function titled(text: string): RegExp {
  return new RegExp(`^${text}$`);
}
