import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { Portal } from 'app/e2e/world/Portal.ts';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { Issues, type WantedIssue } from './Issues.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { clusterWatched } from './Timeline.ts';
import { DEFINITIONS, deliveryManifests } from './delivery/crds.ts';

/** Thresholds that a test can wait for; the rules stay what they are. */
const HEALTH = {
  quietSeconds: 2,
  availability: { afterSeconds: 2 },
  autoscaler: { afterSeconds: 2 },
  autoscalerMetrics: { afterSeconds: 2 },
  cronJob: { missedAfterSeconds: 2 },
  claim: { afterSeconds: 2 },
  drain: { afterSeconds: 2 },
  quota: { afterSeconds: 2 },
  endpoints: { afterSeconds: 2 },
  node: { afterSeconds: 2, youngSeconds: 0 },
  delivery: { outOfSyncAfterSeconds: 2, degradedAfterSeconds: 2 },
  certificate: { notReadyAfterSeconds: 2 },
};

const ARGOCD = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const FLUX = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
};
const CERT_MANAGER = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
const DAY_MS = 86_400_000;
/** A schedule that does not come. */
const NEW_YEAR = '0 0 1 1 *';
const DOWN = 'kubebox.test/down';
/** Nodes, each for what is done to it. */
const [DRAINED, SILENT, CORDONED] = ['node-0', 'node-1', 'node-2'];

/** What entities show, by their names; workloads are found by their label. */
const SUBJECTS: Record<string, string | undefined> = {
  scaled: undefined,
  blind: undefined,
  kept: undefined,
  refused: undefined,
  served: undefined,
  idle: undefined,
  delivered: undefined,
  import: 'Job.batch/import-v41',
  export: 'CronJob.batch/export',
  nightly: 'CronJob.batch/nightly',
  claim: 'PersistentVolumeClaim/data',
  silent: `_/Node/${SILENT}`,
  shop: 'Application.argoproj.io/shop',
  apps: 'Kustomization.kustomize.toolkit.fluxcd.io/apps',
  tls: 'Certificate.cert-manager.io/tls',
  // What others take for trouble.
  suspended: 'CronJob.batch/suspended',
  complete: 'Job.batch/complete',
  waiting: 'PersistentVolumeClaim/waiting',
  bounds: 'HorizontalPodAutoscaler.autoscaling/fixed',
  manual: 'Service/manual',
  unused: 'Service/idle',
  cordoned: `_/Node/${CORDONED}`,
  byhand: 'Application.argoproj.io/byhand',
};

const OUT_OF_SYNC = {
  sync: { status: 'OutOfSync' },
  health: { status: 'Degraded', message: 'no nodes' },
  resources: [
    {
      group: 'apps',
      kind: 'Deployment',
      name: 'delivered',
      status: 'OutOfSync',
      health: { status: 'Degraded' },
    },
  ],
};

/** It differs, and whoever looks after it wants that. */
const LEFT_ALONE = {
  sync: { status: 'OutOfSync' },
  health: { status: 'Suspended' },
};

describe('what is wrong beside the pods of a real cluster', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;

  const apply = (...objects: object[]) =>
    cluster.kubectl.apply(objects, '-n', cluster.namespace);
  const patch = (what: string, content: object, ...args: string[]) =>
    cluster.run(
      'patch',
      what,
      '--type=merge',
      '-p',
      JSON.stringify(content),
      ...args,
    );
  const uidOf = async (what: string) =>
    cluster.run('get', what, '-o', 'jsonpath={.metadata.uid}');

  /** The issue opens with its reason, and `repair` ends it. */
  const trouble = async (
    entity: string,
    wanted: WantedIssue & { severity?: string; evidence?: [string, RegExp] },
    repair: () => Promise<unknown>,
  ) => {
    const issues = Issues.of(portal, `component:default/${entity}`);
    const issue = await issues.opened(wanted);
    assert.equal(issue.source, 'kubernetes');
    assert.equal(issue.severity, wanted.severity ?? 'warning');
    if (wanted.evidence) {
      const [label, text] = wanted.evidence;
      const found = issue.evidence?.find(item => item.label === label);
      assert.match(found?.text ?? `no ${label}`, text);
    }
    await repair();
    const closed = await issues.closed(issue);
    assert.ok(closed.endedAt! >= closed.startedAt);
  };

  /** An Application's trouble is told to what it manages as well. */
  const toldOfApplication = (wanted: WantedIssue, repaired: object) =>
    trouble('shop', wanted, async () => {
      const managed = Issues.of(portal, 'component:default/delivered');
      assert.equal((await managed.opened(wanted)).severity, 'warning');
      await apply(repaired);
    });

  before(async () => {
    cluster = await TestCluster.open();
    if (cluster.noUsage()) return;
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeFile(catalog, entities(cluster));
    await cluster.kubectl.apply(deliveryManifests());
    await cluster.kubectl.run([
      'wait',
      '--for=condition=established',
      '--timeout=60s',
      ...DEFINITIONS,
    ]);
    await cluster.kubectl.run([
      'taint',
      'node',
      DRAINED,
      'ripple.test/only=kept:NoSchedule',
    ]);
    const { namespace } = cluster;
    const workload = (name: string, replicas = 1) =>
      deployment(namespace, { name, image: IMAGES.old, replicas });
    await apply(
      configMap(namespace, 'kubebox-usage', {
        'scaled-': '200m',
        'fixed-': '200m',
      }),
      workload('scaled'),
      workload('blind'),
      workload('fixed'),
      onlyOn(DRAINED, workload('kept')),
      workload('served', 2),
      workload('idle', 0),
      workload('delivered'),
      serviceFor('served', { 'app.kubernetes.io/name': 'served' }),
      serviceFor('idle', { 'app.kubernetes.io/name': 'idle' }),
      serviceFor('manual', undefined),
      autoscaler('fixed', { minReplicas: 1, maxReplicas: 1 }),
      cronJob('suspended', { schedule: '* * * * *', suspend: true }),
      job('complete', 'complete'),
      storageClass('ripple-waits', 'WaitForFirstConsumer'),
      storageClass('ripple-slow', 'Immediate'),
      claim('waiting', 'ripple-waits'),
      application(namespace, 'byhand', { syncPolicy: {} }, LEFT_ALONE),
    );
    for (const name of ['scaled', 'blind', 'fixed', 'kept', 'served']) {
      await cluster.rolledOut(name);
    }
    await cluster.run(
      'wait',
      'job/complete',
      '--for=condition=Complete',
      '--timeout=60s',
    );
    await cluster.kubectl.run(['cordon', CORDONED]);
    portal = await Portal.start({
      // The ClusterRole `view` knows no nodes.
      clusters: [
        { name: cluster.name, kubeconfig: cluster.kubectl.kubeconfig },
      ],
      catalog: [catalog],
      config: { changes: { kubernetes: { health: HEALTH } } },
    });
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    // Other tests may have the same cluster after this one.
    if (cluster && !cluster.noUsage()) await tidy(cluster);
    await cluster?.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  function test(name: string, body: () => Promise<void>) {
    it(name, async (t: TestContext) => {
      const reason = cluster.noUsage();
      if (reason) t.skip(reason);
      else await body();
    });
  }

  test('an autoscaler at its maximum', async () => {
    await apply(autoscaler('scaled', { minReplicas: 1, maxReplicas: 2 }));
    await trouble(
      'scaled',
      {
        kind: 'autoscaler-max',
        title:
          /^autoscaler scaled is at its maximum of 2 replicas and wants more$/,
        evidence: ['Condition', /^TooManyReplicas: /],
      },
      () => patch('hpa/scaled', { spec: { maxReplicas: 9 } }),
    );
  });

  test('an autoscaler that cannot read its metrics', async () => {
    const metric = {
      type: 'Pods',
      pods: {
        metric: { name: 'queue_depth' },
        target: { type: 'AverageValue', averageValue: '10' },
      },
    };
    await apply(
      autoscaler('blind', {
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [metric],
      }),
    );
    await trouble(
      'blind',
      {
        kind: 'autoscaler-metrics',
        title:
          /^autoscaler blind cannot read its metrics: unable to get metric queue_depth/,
        evidence: ['Condition', /^FailedGetPodsMetric: /],
      },
      () => apply(autoscaler('blind', { minReplicas: 1, maxReplicas: 2 })),
    );
  });

  test('a Job that failed, until the next of its family succeeds', async () => {
    await apply(job('import-v41', 'fail'));
    await trouble(
      'import',
      {
        kind: 'job-failed',
        title: /^Job import-v41 gave up after 1 failed pod$/,
        evidence: ['Condition', /^BackoffLimitExceeded: /],
      },
      () => apply(job('import-v42', 'complete')),
    );
  });

  test('a CronJob whose runs fail, until one succeeds', async () => {
    await apply(cronJob('export', { schedule: NEW_YEAR }));
    const uid = await uidOf('cronjob/export');
    await apply(job('export-1', 'fail', { name: 'export', uid }));
    await trouble(
      'export',
      {
        kind: 'cronjob-failing',
        title:
          /^CronJob export failed: Job export-1 gave up after 1 failed pod$/,
      },
      () => apply(job('export-2', 'complete', { name: 'export', uid })),
    );
  });

  test('a claim that waits for its volume', async () => {
    await apply(claim('data', 'ripple-slow'));
    await trouble(
      'claim',
      {
        kind: 'claim-pending',
        title: /^claim data waits for a volume that ripple.test\/slow should/,
        evidence: ['Storage class', /^ripple-slow$/],
      },
      () => apply(volume(cluster.namespace, 'data', 'ripple-slow')),
    );
  });

  test('a budget that holds up a drain', async () => {
    await apply({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'kept' },
      spec: {
        minAvailable: '100%',
        selector: { matchLabels: { 'app.kubernetes.io/name': 'kept' } },
      },
    });
    await cluster.kubectl.run(['cordon', DRAINED]);
    await trouble(
      'kept',
      {
        kind: 'drain-blocked',
        title: new RegExp(
          `^node ${DRAINED} cannot be drained: PodDisruptionBudget kept lets no pod of kept go$`,
        ),
        evidence: ['Budget', /1 of 1 pods healthy, 1 wanted$/],
      },
      () => patch('pdb/kept', { spec: { minAvailable: 0 } }),
    );
    await cluster.kubectl.run(['uncordon', DRAINED]);
  });

  test('a quota that refuses pods', async () => {
    const quota = async (pods: number) =>
      apply({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'few' },
        spec: { hard: { pods: String(pods) } },
      });
    await quota(1);
    await eventually('the quota counts', async () =>
      (
        await cluster.run('get', 'quota/few', '-o', 'jsonpath={.status.used}')
      ).includes('pods'),
    );
    await apply(
      deployment(cluster.namespace, {
        name: 'refused',
        image: IMAGES.old,
        replicas: 1,
      }),
    );
    await trouble(
      'refused',
      {
        kind: 'quota',
        severity: 'critical',
        title: /^refused: quota few admits no more of its pods: pods \d+ of 1$/,
        evidence: ['Pods', /^0 of 1: 1 could not be made$/],
      },
      async () => {
        await quota(100);
        // Its controller would try again, but late.
        await cluster.run('rollout', 'restart', 'deployment/refused');
      },
    );
    await cluster.run('delete', 'quota/few');
  });

  test('a Service that leads past its pods', async () => {
    const select = (name: string) =>
      patch('service/served', {
        spec: { selector: { 'app.kubernetes.io/name': name } },
      });
    await select('srved');
    await trouble(
      'served',
      {
        kind: 'endpoints',
        severity: 'critical',
        title: /^Service served leads nowhere since its selector changed$/,
        evidence: ['Pods', /^served: 2 of 2 ready$/],
      },
      () => select('served'),
    );
  });

  test('an Application that does not come in sync, and is degraded', async () => {
    const spec = { syncPolicy: { automated: {} } };
    await apply(application(cluster.namespace, 'shop', spec, OUT_OF_SYNC));
    const { sync: _, resources, ...status } = OUT_OF_SYNC;
    const synced = application(cluster.namespace, 'shop', spec, {
      ...status,
      sync: { status: 'Synced' },
      resources: resources.map(item => ({ ...item, status: 'Synced' })),
    });
    const mended = application(cluster.namespace, 'shop', spec, {
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
    });
    await toldOfApplication(
      {
        kind: 'out-of-sync',
        title: /^Argo CD application shop is out of sync$/,
      },
      synced,
    );
    await toldOfApplication(
      {
        kind: 'delivery-degraded',
        title: /^Argo CD application shop is degraded: no nodes$/,
      },
      mended,
    );
  });

  test('what Flux cannot apply', async () => {
    await apply({ ...FLUX, metadata: { name: 'apps' }, spec: {} });
    const ready = (status: string, message: string) =>
      patch(
        'kustomization/apps',
        {
          status: {
            conditions: [
              {
                type: 'Ready',
                status,
                reason: 'BuildFailed',
                message,
                lastTransitionTime: now(),
              },
            ],
          },
        },
        '--subresource=status',
      );
    await ready('False', 'kustomize build failed');
    await trouble(
      'apps',
      {
        kind: 'delivery-degraded',
        title: /^Flux cannot apply kustomization apps: kustomize build failed$/,
      },
      () => ready('True', 'applied'),
    );
  });

  test('a certificate near its end', async () => {
    await apply({
      ...CERT_MANAGER,
      metadata: { name: 'tls' },
      spec: { secretName: 'tls', dnsNames: ['shop.example.com'] },
    });
    const lasting = (days: number) =>
      patch(
        'certificate/tls',
        {
          status: {
            notAfter: new Date(Date.now() + days * DAY_MS).toISOString(),
            renewalTime: new Date(Date.now() + (days - 30) * DAY_MS),
          },
        },
        '--subresource=status',
      );
    // Not much longer ago than now, since when two weeks are left.
    await lasting(13.999);
    await trouble(
      'tls',
      {
        kind: 'certificate',
        title: /^certificate tls ends on /,
        evidence: ['Names', /^shop\.example\.com$/],
      },
      () => lasting(90),
    );
  });

  test('a node that falls silent', async () => {
    await cluster.kubectl.run(['annotate', 'node', SILENT, `${DOWN}=true`]);
    await trouble(
      'silent',
      {
        kind: 'node',
        title: new RegExp(
          `^node ${SILENT} is not ready: its kubelet is silent$`,
        ),
        evidence: ['Condition', /^Ready: NodeStatusUnknown/],
      },
      () => cluster.kubectl.run(['annotate', 'node', SILENT, `${DOWN}-`]),
    );
  });

  test('a CronJob that misses its schedule', async () => {
    const controllers = (verb: string) =>
      promisify(execFile)(process.env.KUBEBOX!, [
        verb,
        '--dir',
        process.env.RIPPLE_TEST_KUBEBOX_DIR!,
        'controller-manager',
      ]);
    await controllers('stop');
    try {
      const minute = (new Date().getUTCMinutes() + 1) % 60;
      await apply(
        cronJob('nightly', {
          schedule: `${minute} * * * *`,
          timeZone: 'Etc/UTC',
        }),
      );
      await trouble(
        'nightly',
        {
          kind: 'cronjob-missed',
          title: /^CronJob nightly missed its run of .*:00Z$/,
          evidence: ['Schedule', /\* \* \* \* \(Etc\/UTC\)$/],
        },
        () => controllers('start'),
      );
    } finally {
      await controllers('start').catch(() => undefined);
    }
  });

  test('nothing is told of what only looks like trouble', async () => {
    const told: string[] = [];
    for (const entity of [
      'suspended',
      'complete',
      'waiting',
      'bounds',
      'manual',
      'unused',
      'cordoned',
      'byhand',
      'idle',
    ]) {
      const issues = Issues.of(portal, `component:default/${entity}`);
      for (const { title } of await issues.all()) {
        told.push(`${entity}: ${title}`);
      }
    }
    assert.deepEqual(told, []);
  });
});

async function tidy({ kubectl, namespace }: TestCluster): Promise<void> {
  await kubectl.run(['uncordon', CORDONED, DRAINED]);
  await kubectl.run(['taint', 'node', DRAINED, 'ripple.test/only-']);
  await kubectl.run([
    'delete',
    '--ignore-not-found',
    '--wait=false',
    ...DEFINITIONS,
    'clusterrole/view-delivery',
    'storageclass/ripple-slow',
    'storageclass/ripple-waits',
    `pv/${namespace}-data`,
  ]);
}

function application(
  namespace: string,
  name: string,
  spec: object,
  status: object,
) {
  return {
    ...ARGOCD,
    metadata: { name },
    spec: {
      project: 'default',
      destination: { server: 'https://kubernetes.default.svc', namespace },
      ...spec,
    },
    status,
  };
}

function autoscaler(name: string, spec: object) {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 60 },
          },
        },
      ],
      ...spec,
    },
  };
}

function serviceFor(name: string, selector: object | undefined) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector, ports: [{ port: 80 }] },
  };
}

/** The pods end at once, well or badly. */
type Ending = 'complete' | 'fail';

function jobSpec(ending: Ending) {
  return {
    backoffLimit: 0,
    template: {
      metadata: {
        annotations: {
          'kubebox.test/behavior': ending,
          'kubebox.test/run-for': '1s',
        },
      },
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'run', image: IMAGES.old }],
      },
    },
  };
}

/** @param schedule - the CronJob that would have made it */
function job(
  name: string,
  ending: Ending,
  schedule?: { name: string; uid: string },
) {
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    controller: true,
    ...schedule,
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(schedule ? { ownerReferences: [owner] } : {}) },
    spec: jobSpec(ending),
  };
}

function cronJob(name: string, spec: object) {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { jobTemplate: { spec: jobSpec('complete') }, ...spec },
  };
}

function storageClass(name: string, volumeBindingMode: string) {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'ripple.test/slow',
    volumeBindingMode,
  };
}

const SIZE = { storage: '1Gi' };
const ONCE = { accessModes: ['ReadWriteOnce'] };

function claim(name: string, storageClassName: string) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { ...ONCE, storageClassName, resources: { requests: SIZE } },
  };
}

/** A volume that fits a claim. */
function volume(namespace: string, name: string, storageClassName: string) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${namespace}-${name}` },
    spec: {
      ...ONCE,
      storageClassName,
      capacity: SIZE,
      hostPath: { path: '/tmp/ripple' },
      claimRef: { namespace, name },
    },
  };
}

/** A workload that a node is kept free for. */
function onlyOn(node: string, workload: ReturnType<typeof deployment>) {
  const { template } = workload.spec;
  return {
    ...workload,
    spec: {
      ...workload.spec,
      template: {
        ...template,
        spec: {
          ...template.spec,
          nodeSelector: { 'kubernetes.io/hostname': node },
          tolerations: [{ key: 'ripple.test/only', operator: 'Exists' }],
        },
      },
    },
  };
}

function now(): string {
  return `${new Date().toISOString().slice(0, -5)}Z`;
}

function entities({ name: clusterName, namespace }: TestCluster): string {
  return Object.entries(SUBJECTS)
    .map(([name, subject]) =>
      JSON.stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name,
          annotations: subject
            ? {
                'changes/subjects': `kubernetes:${clusterName}/${
                  subject.startsWith('_/') ? '' : `${namespace}/`
                }${subject}`,
              }
            : {
                'backstage.io/kubernetes-id': name,
                'backstage.io/kubernetes-namespace': namespace,
              },
        },
        spec: {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/team-core',
        },
      }),
    )
    .join('\n---\n');
}
