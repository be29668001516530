import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import {
  USAGE_CONFIG_MAP,
  autoscaler,
  configMap,
  deployment,
} from 'app/e2e/world/cluster/manifests.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import type { Wanted } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const PROGRESS_DEADLINE_SECONDS = 10;
const KUBERNETES_ID = (name: string) => ({
  'backstage.io/kubernetes-id': name,
});

describe('what is done to a real cluster is told once', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;
  let web: Timeline;
  let worker: Timeline;
  let late: Timeline;
  /** Every change that was made to `web`, in the order in which they were made. */
  const made: { id: string; title: string }[] = [];

  const webManifest = (replicas: number) =>
    deployment(cluster.namespace, {
      name: 'web',
      image: IMAGES.old,
      replicas,
      configMap: 'web',
      progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
    });
  const tell = async (timeline: Timeline, wanted: Wanted) => {
    const event = await timeline.find(wanted);
    if (timeline === web) made.push(event);
    return timeline.detail(event.id);
  };
  const isBackground = ({ reconstructed }: ChangeEvent) =>
    reconstructed === true;

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(catalog, cluster.namespace, {
      web: ['worker'],
      worker: [],
      late: [],
    });
    await cluster.kubectl.apply([
      configMap(
        cluster.namespace,
        'web',
        { LOG_LEVEL: 'info', DB_PASSWORD: 'hunter2-of-the-test' },
        KUBERNETES_ID('web'),
      ),
      webManifest(50),
      deployment(cluster.namespace, {
        name: 'worker',
        image: IMAGES.old,
        replicas: 2,
      }),
    ]);
    await cluster.rolledOut('web');
    await cluster.rolledOut('worker');

    portal = await Portal.start({
      clusters: [cluster.config],
      catalog: [catalog],
    });
    web = Timeline.of(portal, 'component:default/web');
    worker = Timeline.of(portal, 'component:default/worker');
    late = Timeline.of(portal, 'component:default/late');
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('does not flood the timeline at the start', async () => {
    const deployed = await web.find({ kind: 'deployment', title: /^web / });
    assert.deepEqual(
      (await web.changes()).map(event => [event.id, event.reconstructed]),
      [[deployed.id, true]],
    );
    assert.equal((await worker.changes()).length, 1);
  });

  it('tells of a new workload', async () => {
    await cluster.kubectl.apply([
      deployment(cluster.namespace, {
        name: 'late',
        image: IMAGES.old,
        replicas: 1,
      }),
    ]);
    const created = await tell(late, {
      kind: 'deployment',
      title: /^late /,
      status: 'succeeded',
    });
    assert.equal(created.actor?.name, 'kubectl-client-side-apply');
    assert.equal((await late.changes()).length, 1);
  });

  it('tells of replicas cut from 50 to 5', async () => {
    await cluster.run('scale', 'deployment/web', '--replicas=5');
    const scaled = await tell(web, {
      kind: 'scale',
      title: /50 → 5/,
      status: 'succeeded',
    });
    assert.deepEqual(scaled.diff, [
      { path: 'spec.replicas', before: 50, after: 5 },
    ]);
    assert.equal(scaled.actor?.name, 'kubectl');
    assert.match(scaled.actor.via ?? '', /scale/);
  });

  it('tells of an image that comes up', async () => {
    await cluster.run('set', 'image', 'deployment/web', `app=${IMAGES.new}`);
    const deployed = await tell(web, {
      kind: 'deployment',
      title: /3\.10/,
      status: 'succeeded',
    });
    assert.deepEqual(deployed.diff, [
      {
        path: 'spec.template.spec.containers[app].image',
        before: IMAGES.old,
        after: IMAGES.new,
      },
    ]);
    assert.equal(deployed.actor?.name, 'kubectl-set');
    assert.ok(deployed.endedAt! >= deployed.startedAt);
  });

  it('tells of an image that does not', async () => {
    await cluster.run(
      'set',
      'image',
      'deployment/web',
      `app=${IMAGES.missing}`,
    );
    const failed = await tell(web, {
      kind: 'deployment',
      title: /0-nopull/,
      status: 'failed',
    });
    assert.match(failed.rollout?.reason ?? '', /ProgressDeadlineExceeded/);
  });

  it('tells of the way back', async () => {
    await cluster.run('rollout', 'undo', 'deployment/web');
    const back = await tell(web, {
      kind: 'rollback',
      title: /3\.10/,
      status: 'succeeded',
    });
    assert.deepEqual(
      back.diff.find(({ path: field }) => field.endsWith('.image')),
      {
        path: 'spec.template.spec.containers[app].image',
        before: IMAGES.missing,
        after: IMAGES.new,
      },
    );
  });

  it('tells of a restart', async () => {
    await cluster.run('rollout', 'restart', 'deployment/web');
    const restarted = await tell(web, {
      kind: 'restart',
      title: /restart/i,
      status: 'succeeded',
    });
    assert.equal(restarted.actor?.name, 'kubectl-rollout');
  });

  it('tells of a ConfigMap, but not its secrets', async () => {
    const patch = { data: { LOG_LEVEL: 'debug', DB_PASSWORD: 'hunter3' } };
    await cluster.run(
      'patch',
      'configmap/web',
      '--field-manager=kubectl-edit',
      '-p',
      JSON.stringify(patch),
    );
    const edited = await tell(web, { kind: 'config', title: /web/ });
    assert.deepEqual(
      edited.diff.find(({ path: field }) => field === 'data.LOG_LEVEL'),
      { path: 'data.LOG_LEVEL', before: 'info', after: 'debug' },
    );
    assert.equal(edited.actor?.name, 'kubectl-edit');
    assert.doesNotMatch(JSON.stringify(edited), /hunter/);
  });

  it('tells what an autoscaler does as one run', async t => {
    const reason = cluster.noUsage();
    if (reason) return t.skip(reason);
    await cluster.kubectl.apply([
      configMap(cluster.namespace, USAGE_CONFIG_MAP, {
        'worker-': 'total:600m',
      }),
      autoscaler(cluster.namespace, {
        name: 'worker',
        min: 2,
        max: 8,
        cpuPercent: 70,
      }),
    ]);
    await cluster.run(
      'wait',
      'deployment/worker',
      '--for=jsonpath={.status.readyReplicas}=8',
      '--timeout=120s',
    );
    const scaled = await tell(worker, { kind: 'autoscale', title: /2 → .*8/ });
    assert.equal(scaled.actor?.kind, 'controller');
    const runs = await worker.changes();
    assert.equal(runs.filter(({ kind }) => kind === 'autoscale').length, 1);
    return undefined;
  });

  it('tells of a deletion, of which nobody knows who did it', async () => {
    await cluster.run('delete', 'deployment/late');
    const deleted = await tell(late, { kind: 'deployment', title: /delete/i });
    assert.ok(!deleted.actor || deleted.actor.kind === 'unknown');
    assert.equal((await late.changes()).length, 2);
  });

  it('tells once what was changed while it was down', async () => {
    await portal.kill();
    await cluster.run('scale', 'deployment/web', '--replicas=7');
    await cluster.run(
      'patch',
      'configmap/web',
      '-p',
      JSON.stringify({ data: { LOG_LEVEL: 'warn' } }),
    );
    await portal.startAgain();
    const scaled = await tell(web, { kind: 'scale', title: /5 → 7/ });
    assert.equal(scaled.actor?.name, 'kubectl');
    await tell(web, { kind: 'config', title: /LOG_LEVEL|web/ });
  });

  it('goes on when the API server has forgotten where it was', async t => {
    const reason = cluster.noRestart();
    if (reason) return t.skip(reason);
    await cluster.restartApiServer();
    await cluster.run('scale', 'deployment/web', '--replicas=6');
    await tell(web, { kind: 'scale', title: /7 → 6/ });
    await clusterWatched(portal, cluster.name);
    return undefined;
  });

  it('has told each change of the service once, and nothing else', async () => {
    const told = (await web.changes()).filter(event => !isBackground(event));
    assert.deepEqual(
      told.map(({ title }) => title).toSorted(),
      [
        ...new Map(made.map(event => [event.id, event.title])).values(),
      ].toSorted(),
    );
    assert.equal(new Set(made.map(({ id }) => id)).size, made.length);
  });
});
