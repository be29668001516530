import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { Issues } from './Issues.ts';
import type { WantedIssue } from './Issues.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const IMAGE = IMAGES.old;
const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1 };
const behaves = (behavior: string, more: object = {}) => ({
  'kubebox.test/behavior': behavior,
  ...more,
});

/** Thresholds that a test can wait for; the rules stay what they are. */
const HEALTH = {
  quietSeconds: 2,
  logTail: true,
  // A machine that is slow is no reason of its own.
  availability: { afterSeconds: 300 },
  imagePull: { afterSeconds: 2 },
  containerConfig: { afterSeconds: 2 },
  mount: { afterSeconds: 2 },
  unschedulable: { afterSeconds: 2 },
  probe: { afterSeconds: 2, startingSeconds: 5 },
  terminating: { afterSeconds: 10 },
};

interface Draft {
  replicas?: number;
  image?: string;
  annotations?: object;
  /** Of the container `app`. */
  container?: object;
  /** Of the pod. */
  pod?: object;
}

/** Workloads that are well, by name; each is made ill in one way. */
const DRAFTS: Record<string, Draft> = {
  pulling: {},
  unconfigured: {
    container: { envFrom: [{ configMapRef: { name: 'settings' } }] },
  },
  crashing: {},
  hungry: { container: { resources: { limits: { memory: '512Mi' } } } },
  unready: { container: { readinessProbe: probe } },
  unplaced: {},
  preempted: {
    replicas: 3,
    container: { resources: { requests: { cpu: '60k' } } },
  },
  undying: {},
  unmounted: {},
  killed: { container: { livenessProbe: probe } },
  slow: { container: { startupProbe: probe } },
  evicted: { replicas: 2 },
};

function deployment(name: string, draft: Draft) {
  const labels = { 'app.kubernetes.io/name': name };
  const { replicas = 1, image = IMAGE, annotations, container, pod } = draft;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'app', image, ...container }], ...pod },
      },
    },
  };
}

const noKubebox =
  !process.env.RIPPLE_TEST_KUBEBOX_DIR &&
  'only pods of a kubebox misbehave when a test tells them to';

describe(
  'what is wrong with pods of a real cluster',
  { skip: noKubebox },
  () => {
    let cluster: TestCluster;
    let directory: string;
    let portal: Portal;

    const apply = (...objects: object[]) =>
      cluster.kubectl.apply(objects, '-n', cluster.namespace);
    const apply1 = (name: string, draft: Draft) =>
      apply(deployment(name, draft));
    const issuesOf = (name: string) =>
      Issues.of(portal, `component:default/${name}`);
    const pods = async (name: string) => {
      const { items } = await cluster.kubectl.get<{
        items: { metadata: { name: string; uid: string } }[];
      }>([
        ...['-n', cluster.namespace, 'pods'],
        ...['-l', `app.kubernetes.io/name=${name}`],
      ]);
      return items.map(({ metadata: { name: pod, uid } }) => ({
        name: pod,
        uid,
      }));
    };
    const running = (name: string) => cluster.rolledOut(name);

    /** The issue opens with its reason; `repair` ends it. */
    const trouble = async (
      name: string,
      wanted: WantedIssue & { evidence?: [string, RegExp] },
      repair: () => Promise<unknown>,
    ) => {
      const issues = issuesOf(name);
      const issue = await issues.opened(wanted);
      assert.equal(issue.source, 'kubernetes');
      if (wanted.evidence) {
        const [label, text] = wanted.evidence;
        const found = issue.evidence?.find(item => item.label === label);
        assert.match(found?.text ?? `no ${label}`, text);
      }
      await repair();
      const closed = await issues.closed(issue);
      assert.ok(closed.endedAt! >= closed.startedAt);
      return issue;
    };
    /** As a kubelet would: the pretended ones run no probes and mount nothing. */
    const warn = async (name: string, reason: string, message: string) => {
      const [pod] = await pods(name);
      const at = `${new Date().toISOString().slice(0, -5)}Z`;
      await apply({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `${pod.name}.${reason.toLowerCase()}` },
        type: 'Warning',
        reason,
        message,
        count: 3,
        firstTimestamp: at,
        lastTimestamp: at,
        source: { component: 'kubelet' },
        involvedObject: {
          apiVersion: 'v1',
          kind: 'Pod',
          namespace: cluster.namespace,
          ...pod,
          fieldPath: 'spec.containers{app}',
        },
      });
    };

    before(async () => {
      cluster = await TestCluster.open();
      directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
      const catalog = path.join(directory, 'catalog.yaml');
      await writeCatalog(
        catalog,
        cluster.namespace,
        Object.fromEntries(Object.keys(DRAFTS).map(name => [name, []])),
      );
      await apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings' },
          data: { a: 'b' },
        },
        ...Object.entries(DRAFTS).map(([name, draft]) =>
          deployment(name, draft),
        ),
      );
      for (const name of Object.keys(DRAFTS)) {
        await running(name);
      }
      portal = await Portal.start({
        clusters: [cluster.config],
        catalog: [catalog],
        config: { changes: { kubernetes: { health: HEALTH } } },
      });
      await clusterWatched(portal, cluster.name);
    });
    after(async () => {
      await portal?.stop();
      await cluster?.kubectl.run([
        'delete',
        'priorityclass',
        'ripple-urgent',
        '--ignore-not-found',
      ]);
      await cluster?.close();
      await rm(directory, { recursive: true, force: true });
    });

    it('an image that cannot be pulled', async () => {
      await apply1('pulling', { image: IMAGES.missing });
      const issue = await trouble(
        'pulling',
        {
          kind: 'image-pull',
          title: /^pulling: cannot pull .*pause:0-nopull: not found$/,
          evidence: ['Containers', /ImagePull/],
        },
        () => apply1('pulling', {}),
      );
      // The old pod serves.
      assert.equal(issue.severity, 'warning');
    });

    it('a ConfigMap that is not there', async () => {
      await cluster.run('delete', 'configmap', 'settings');
      await cluster.run('rollout', 'restart', 'deployment/unconfigured');
      await trouble(
        'unconfigured',
        {
          kind: 'container-config',
          title: /app needs ConfigMap settings, which is not there$/,
          evidence: ['Containers', /CreateContainerConfigError/],
        },
        () => cluster.run('create', 'configmap', 'settings'),
      );
    });

    it('a container that crashes again and again', async () => {
      await cluster.run('delete', 'deployment', 'crashing');
      await apply1('crashing', { annotations: behaves('crash') });
      const issue = await trouble(
        'crashing',
        { kind: 'crash-loop', title: /^crashing: app crashes again and again/ },
        async () => {
          const [open] = await issuesOf('crashing').all();
          await eventually(
            'it is told what the container wrote',
            async () => {
              const { evidence } = await portal.guest.get<EventDetail>(
                `/events/${open.id}`,
              );
              return evidence?.some(
                ({ label, text }) =>
                  label === 'Log, last lines' &&
                  text.includes('cannot start: connection refused'),
              );
            },
            // What an issue says is told again once a minute.
            120_000,
          );
          await apply1('crashing', {});
        },
      );
      assert.equal(issue.severity, 'critical');
    });

    it('a container that is killed for its memory, since its limit was lowered', async () => {
      await apply1('hungry', {
        annotations: behaves('oom'),
        container: { resources: { limits: { memory: '64Mi' } } },
      });
      await trouble(
        'hungry',
        {
          kind: 'oom-killed',
          title: /the limit was lowered 512Mi → 64Mi$/,
          evidence: ['Limit lowered', /hungry .*512Mi → 64Mi/],
        },
        () => apply1('hungry', DRAFTS.hungry),
      );
    });

    it('a readiness probe that fails, until it does not', async () => {
      const [{ name }] = await pods('unready');
      const annotate = (behavior: string) =>
        cluster.run(
          'annotate',
          '--overwrite',
          `pod/${name}`,
          `kubebox.test/behavior=${behavior}`,
        );
      await annotate('notready');
      const issue = await trouble(
        'unready',
        {
          kind: 'probe-readiness',
          title: /app fails its readiness probe: answers 503$/,
          evidence: ['Probe', /GET :8080\/healthz every 1 s/],
        },
        () => annotate('ready'),
      );
      assert.equal(issue.severity, 'critical');
    });

    it('pods for which there is no node', async () => {
      await apply1('unplaced', { pod: { nodeSelector: { disk: 'ssd' } } });
      await trouble(
        'unplaced',
        {
          kind: 'unschedulable',
          title: /no node takes its pods: .*didn't match .*selector/,
          evidence: ['Scheduler', /nodes are available/],
        },
        () => apply1('unplaced', {}),
      );
    });

    it('pods that make room for others', async () => {
      await apply(
        {
          apiVersion: 'scheduling.k8s.io/v1',
          kind: 'PriorityClass',
          metadata: { name: 'ripple-urgent' },
          value: 1_000_000,
        },
        deployment('urgent', {
          pod: { priorityClassName: 'ripple-urgent' },
          container: { resources: { requests: { cpu: '60k' } } },
        }),
      );
      const taken = await issuesOf('preempted').opened({
        kind: 'preempted',
        title: /pods were taken away for others of higher priority$/,
      });
      assert.match(
        taken.evidence?.find(({ label }) => label === 'Scheduler')?.text ?? '',
        /preempt/,
      );
      // The pod in its place finds no room.
      await trouble(
        'preempted',
        { kind: 'unschedulable', title: /Insufficient cpu/ },
        () => cluster.run('delete', 'deployment', 'urgent'),
      );
    });

    it('a pod that does not end', async () => {
      const [{ name }] = await pods('undying');
      const finalizers = (names: string[]) =>
        cluster.run(
          'patch',
          `pod/${name}`,
          '--type=merge',
          '-p',
          JSON.stringify({ metadata: { finalizers: names } }),
        );
      await finalizers(['ripple.test/hold']);
      await cluster.run(
        'delete',
        `pod/${name}`,
        '--wait=false',
        '--grace-period=1',
      );
      await trouble(
        'undying',
        {
          kind: 'terminating',
          title: /do not go: finalizer ripple\.test\/hold holds them$/,
        },
        () => finalizers([]),
      );
    });

    it('a volume that cannot be attached', async () => {
      await cluster.run('delete', 'deployment', 'unmounted');
      await eventually('its pod is gone', async () => {
        return (await pods('unmounted')).length === 0;
      });
      await apply1('unmounted', { annotations: behaves('hang') });
      await eventually('another one is there', async () => {
        return (await pods('unmounted')).length === 1;
      });
      await warn(
        'unmounted',
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
      );
      await trouble(
        'unmounted',
        {
          kind: 'mount',
          title:
            /cannot attach volume pvc-1: it is still attached to another node$/,
        },
        () => apply1('unmounted', {}),
      );
    });

    it('a container that is killed by its liveness probe', async () => {
      await warn(
        'killed',
        'Unhealthy',
        'Liveness probe failed: Get "http://10.0.0.1:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      );
      const [{ name }] = await pods('killed');
      await cluster.run(
        'annotate',
        `pod/${name}`,
        'kubebox.test/behavior=crash',
      );
      await trouble(
        'killed',
        {
          kind: 'probe-liveness',
          title: /for failing its liveness probe: no answer in time$/,
          evidence: ['Probe', /liveness: GET :8080\/healthz/],
        },
        () => apply1('killed', { annotations: { repaired: 'yes' } }),
      );
    });

    it('a container that does not come up in time', async () => {
      await warn(
        'slow',
        'Unhealthy',
        'Startup probe failed: HTTP probe failed with statuscode: 500',
      );
      const [{ name }] = await pods('slow');
      await cluster.run(
        'annotate',
        `pod/${name}`,
        'kubebox.test/behavior=crash',
      );
      await trouble(
        'slow',
        {
          kind: 'probe-startup',
          title: /in the time that its startup probe gives it: answers 500$/,
        },
        () => apply1('slow', { annotations: { repaired: 'yes' } }),
      );
    });

    it('a pod that its kubelet evicted', async () => {
      const [{ name }] = await pods('evicted');
      const at = `${new Date().toISOString().slice(0, -5)}Z`;
      const condition = (type: string, status: string, reason?: string) => ({
        type,
        status,
        reason,
        lastTransitionTime: at,
      });
      await cluster.run(
        'patch',
        `pod/${name}`,
        '--subresource=status',
        '--type=merge',
        '-p',
        JSON.stringify({
          status: {
            phase: 'Failed',
            reason: 'Evicted',
            message:
              'The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. ',
            conditions: [
              condition('Ready', 'False', 'PodFailed'),
              condition('DisruptionTarget', 'True', 'TerminationByKubelet'),
            ],
          },
        }),
      );
      const issue = await issuesOf('evicted').opened({
        kind: 'evicted',
        title: /pods were evicted: the node was low on memory$/,
      });
      // Another one has taken its place: that is no harm to anybody.
      await eventually('the eviction weighs no more', async () => {
        const all = await issuesOf('evicted').all();
        return all.find(({ id }) => id === issue.id)?.severity === 'info';
      });
      // What lies there of it does not count.
      await cluster.run('delete', `pod/${name}`);
      await issuesOf('evicted').closed(issue);
    });

    it('each is told once, by the detector that knows why', async () => {
      const kinds = new Map<string, string[]>();
      // Of these the reason comes by an Event, which may be read later than what it explains.
      const { killed: _, slow: __, ...others } = DRAFTS;
      for (const name of Object.keys(others)) {
        const all = await issuesOf(name).all();
        kinds.set(name, [...new Set(all.map(({ kind }) => kind))].sort());
      }
      assert.deepEqual(Object.fromEntries(kinds), {
        pulling: ['image-pull'],
        unconfigured: ['container-config'],
        crashing: ['crash-loop'],
        hungry: ['oom-killed'],
        unready: ['probe-readiness'],
        unplaced: ['unschedulable'],
        preempted: ['preempted', 'unschedulable'],
        undying: ['terminating'],
        unmounted: ['mount'],
        evicted: ['evicted'],
      });
    });
  },
);
