import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { IMAGES, TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import type { Wanted } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const IMAGE_PATH = 'spec.template.spec.containers[app].image';
const names = (name: string) => ({ 'app.kubernetes.io/name': name });

function workload(
  namespace: string,
  kind: 'StatefulSet' | 'DaemonSet' | 'ReplicaSet',
  name: string,
  spec: object,
) {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels: names(name) },
    spec: {
      selector: { matchLabels: names(name) },
      template: {
        metadata: { labels: names(name) },
        spec: { containers: [{ name: 'app', image: IMAGES.old }] },
      },
      ...spec,
    },
  };
}

describe('workloads of every kind of a real cluster', () => {
  let cluster: TestCluster;
  let directory: string;
  let portal: Portal;
  let db: Timeline;
  let agent: Timeline;
  let lone: Timeline;
  /** What was done to each, as it was told. */
  const made = new Map<Timeline, Set<string>>();

  const tell = async (timeline: Timeline, wanted: Wanted) => {
    const event = await timeline.find(wanted);
    made.set(timeline, (made.get(timeline) ?? new Set()).add(event.id));
    return timeline.detail(event.id);
  };
  const statefulSet = (spec: object = {}) =>
    workload(cluster.namespace, 'StatefulSet', 'db', {
      serviceName: 'db',
      replicas: 3,
      ...spec,
    });
  const rolledOut = (name: string) =>
    cluster.run('rollout', 'status', name, '--timeout=180s');
  const row = async (subject: string) => {
    const { subjects } = await portal.guest.get<{ subjects: SubjectRow[] }>(
      '/subjects?source=kubernetes',
    );
    return subjects.find(
      other =>
        other.subject ===
        `kubernetes:${cluster.name}/${cluster.namespace}/${subject}`,
    );
  };

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(catalog, cluster.namespace, {
      db: [],
      agent: [],
      lone: [],
    });
    await cluster.kubectl.apply([
      statefulSet(),
      workload(cluster.namespace, 'DaemonSet', 'agent', {}),
      workload(cluster.namespace, 'ReplicaSet', 'lone', { replicas: 2 }),
    ]);
    await rolledOut('statefulset/db');
    await rolledOut('daemonset/agent');
    // A second revision, before anybody watches.
    await cluster.run('set', 'env', 'statefulset/db', 'LOG_LEVEL=debug');
    await rolledOut('statefulset/db');
    portal = await Portal.start({
      clusters: [cluster.config],
      catalog: [catalog],
    });
    db = Timeline.of(portal, 'component:default/db');
    agent = Timeline.of(portal, 'component:default/agent');
    lone = Timeline.of(portal, 'component:default/lone');
    await clusterWatched(portal, cluster.name);
  });
  after(async () => {
    await portal?.stop();
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('have the history that ControllerRevisions remember', async () => {
    const [second, first] = await Promise.all([
      tell(db, { kind: 'deployment', title: /^db added (env|LOG_LEVEL)/ }),
      tell(db, { kind: 'deployment', title: /^db deployed 3\.9/ }),
    ]);
    assert.ok(first.reconstructed && second.reconstructed);
    assert.ok(first.startedAt < second.startedAt);
    await tell(agent, { kind: 'deployment', title: /^agent deployed 3\.9/ });
    assert.deepEqual(await lone.changes(), []);
  });

  it('stand in the explorer with the pods that they have', async () => {
    await eventually('all three have their pods', async () => {
      const [one, two, three] = await Promise.all(
        [
          'StatefulSet.apps/db',
          'DaemonSet.apps/agent',
          'ReplicaSet.apps/lone',
        ].map(row),
      );
      const ready = [one, two, three].map(other =>
        other?.summary?.type === 'workload'
          ? [other.summary.ready, other.summary.rollout?.state]
          : undefined,
      );
      return (
        JSON.stringify(ready) ===
        JSON.stringify([
          [3, 'complete'],
          [3, 'complete'],
          [2, 'complete'],
        ])
      );
    });
  });

  it('a StatefulSet rolls out, and only then is done', async () => {
    await cluster.run('set', 'image', 'statefulset/db', `app=${IMAGES.new}`);
    const deployed = await tell(db, {
      kind: 'deployment',
      title: /^db deployed 3\.10$/,
      status: 'succeeded',
    });
    assert.deepEqual(deployed.diff, [
      { path: IMAGE_PATH, before: IMAGES.old, after: IMAGES.new },
    ]);
    assert.equal(deployed.actor?.name, 'kubectl-set');
    assert.equal(deployed.rollout?.steps.at(-1)?.updated, 3);
    assert.equal(deployed.rollout?.revision, '3');
  });

  it('a StatefulSet is rolled back', async () => {
    await cluster.run('rollout', 'undo', 'statefulset/db');
    const back = await tell(db, {
      kind: 'rollback',
      title: /^db rolled back to 3\.9 \(revision 2\)$/,
      status: 'succeeded',
    });
    assert.equal(back.rollout?.revision, '4');
  });

  it('a StatefulSet is scaled and restarted', async () => {
    await cluster.run('scale', 'statefulset/db', '--replicas=4');
    const scaled = await tell(db, {
      kind: 'scale',
      title: /^db scaled 3 → 4$/,
      status: 'succeeded',
    });
    assert.match(scaled.actor?.via ?? '', /scale/);
    await cluster.run('rollout', 'restart', 'statefulset/db');
    await tell(db, {
      kind: 'restart',
      title: /^db restarted$/,
      status: 'succeeded',
    });
  });

  it('a partition holds pods back until it is lowered', async () => {
    const partition = (value: number) =>
      cluster.run(
        'patch',
        'statefulset/db',
        '-p',
        JSON.stringify({
          spec: {
            updateStrategy: { rollingUpdate: { partition: value } },
            template: {
              spec: { containers: [{ name: 'app', image: IMAGES.new }] },
            },
          },
        }),
      );
    await partition(3);
    await tell(db, {
      kind: 'deployment',
      title: /^db deployed 3\.10 .*to 1 of 4 pods$/,
      status: 'succeeded',
    });
    await partition(0);
    await tell(db, {
      kind: 'deployment',
      title: /^db deployed 3\.10 to 4 of 4 pods: partition 3 → 0$/,
      status: 'succeeded',
    });
  });

  it('a DaemonSet rolls out and back', async () => {
    await cluster.run('set', 'image', 'daemonset/agent', `app=${IMAGES.new}`);
    const deployed = await tell(agent, {
      kind: 'deployment',
      title: /^agent deployed 3\.10$/,
      status: 'succeeded',
    });
    assert.equal(deployed.rollout?.revision, '2');
    await cluster.run('rollout', 'undo', 'daemonset/agent');
    await tell(agent, {
      kind: 'rollback',
      title: /^agent rolled back to 3\.9 \(revision 1\)$/,
      status: 'succeeded',
    });
  });

  it('a DaemonSet whose pods are replaced when they are deleted waits for that', async () => {
    await cluster.run(
      'patch',
      'daemonset/agent',
      '--type=merge',
      '-p',
      JSON.stringify({
        spec: { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
      }),
    );
    await tell(agent, { kind: 'config', title: /^agent changed/ });
    await cluster.run('set', 'env', 'daemonset/agent', 'LOG_LEVEL=warn');
    const waiting = await tell(agent, {
      kind: 'deployment',
      title: /, pod by pod as they are deleted$/,
      status: 'in-progress',
    });
    await cluster.run('delete', 'pod', '-l', 'app.kubernetes.io/name=agent');
    await eventually('the last pod is replaced', async () => {
      const { status } = await agent.detail(waiting.id);
      return status === 'succeeded';
    });
  });

  it('a ReplicaSet of its own is scaled', async () => {
    await cluster.run('scale', 'replicaset/lone', '--replicas=5');
    await tell(lone, {
      kind: 'scale',
      title: /^lone scaled 2 → 5$/,
      status: 'succeeded',
    });
  });

  it('are told once what was changed while nobody watched', async () => {
    await portal.kill();
    await cluster.run('set', 'env', 'statefulset/db', 'LOG_LEVEL=error');
    await rolledOut('statefulset/db');
    await cluster.run('scale', 'replicaset/lone', '--replicas=1');
    await cluster.run('delete', 'daemonset/agent');
    await portal.startAgain();
    await tell(db, {
      kind: 'deployment',
      title: /LOG_LEVEL debug → error$/,
      status: 'succeeded',
    });
    await tell(lone, { kind: 'scale', title: /^lone scaled 5 → 1$/ });
    await tell(agent, { kind: 'deployment', title: /^agent deleted$/ });
  });

  it('have been told each thing once, and nothing else', async () => {
    for (const timeline of [db, agent, lone]) {
      const told = await timeline.changes();
      assert.deepEqual(
        told.map(({ id, title }) => [made.get(timeline)?.has(id), title]),
        told.map(({ title }) => [true, title]),
      );
    }
  });
});
