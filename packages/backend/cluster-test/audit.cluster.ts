import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { AuditedCluster } from './audit/AuditedCluster.ts';
import { IMAGES } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import type { Wanted } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const NAMESPACE = 'shop';
const ANNA = ['--as=anna@example.com', '--as-group=sre'];
const BEN = ['--as=ben@example.com', '--as-group=sre'];
const PASSWORD = 'correct-horse-battery-staple';

const skip = process.env.KUBEBOX
  ? false
  : 'only a kubebox can be given an audit webhook by a test';

describe(
  'the audit log of a real API server names who did it',
  { skip },
  () => {
    let cluster: AuditedCluster;
    let portal: Portal;
    let web: Timeline;

    const run = (...args: string[]) =>
      cluster.kubectl.run(['-n', NAMESPACE, ...args]);
    const told = async (wanted: Wanted, name: string, timeline = web) => {
      const event = await timeline.find(wanted);
      await eventually(`${event.title} names ${name}`, async () => {
        const { actor } = await timeline.find(wanted);
        return actor?.name === name && actor;
      });
      return timeline.detail(event.id);
    };

    before(async () => {
      cluster = (await AuditedCluster.open())!;
      const catalog = path.join(cluster.directory, 'catalog.yaml');
      await writeCatalog(catalog, NAMESPACE, { web: [] });
      await cluster.kubectl.run([
        'create',
        'clusterrolebinding',
        'sre',
        '--clusterrole=cluster-admin',
        '--group=sre',
      ]);
      await cluster.kubectl.run(['create', 'namespace', NAMESPACE]);
      const labels = { 'backstage.io/kubernetes-id': 'web' };
      await cluster.kubectl.apply([
        configMap(NAMESPACE, 'web', { LOG_LEVEL: 'info' }, labels),
        deployment(NAMESPACE, {
          name: 'web',
          image: IMAGES.old,
          replicas: 3,
          configMap: 'web',
        }),
      ]);
      portal = await Portal.start({
        clusters: [cluster.config],
        catalog: [catalog],
        config: { changes: { kubernetes: { audit: cluster.audit } } },
      });
      await cluster.sendTo(portal.url);
      web = Timeline.of(portal, 'component:default/web');
      await clusterWatched(portal, cluster.name);
    });
    after(async () => {
      await portal?.stop();
      await cluster?.close();
    });

    it('an edit', async () => {
      process.env.KUBE_EDITOR = `sed -i s#${IMAGES.old}#${IMAGES.new}#`;
      await run('edit', 'deployment/web', ...ANNA);
      const { actor } = await told(
        { kind: 'deployment', title: /3\.10/ },
        'anna@example.com',
      );
      assert.equal(actor?.kind, 'user');
      assert.match(actor?.via ?? '', /^kubectl-edit, impersonated by admin$/);
      assert.deepEqual(actor?.groups, ['sre']);
      assert.match(actor?.client ?? '', /^kubectl\/v/);
    });

    it('a scaling, of which the object itself tells nothing', async () => {
      await run('scale', 'deployment/web', '--replicas=2', ...BEN);
      const { actor } = await told(
        { kind: 'scale', title: /3 → 2/ },
        'ben@example.com',
      );
      assert.match(actor?.via ?? '', /^kubectl \(scale\)/);
    });

    it('a restart', async () => {
      await run('rollout', 'restart', 'deployment/web', ...ANNA);
      await told({ kind: 'restart', title: /restart/ }, 'anna@example.com');
    });

    it('a way back', async () => {
      await run('rollout', 'status', 'deployment/web', '--timeout=60s');
      await run('rollout', 'undo', 'deployment/web', '--to-revision=1', ...BEN);
      await told({ kind: 'rollback', title: /web/ }, 'ben@example.com');
    });

    it('an apply on the server’s side, and not what was only tried', async () => {
      const manifest = [
        configMap(NAMESPACE, 'web', {
          LOG_LEVEL: 'debug',
          DB_PASSWORD: PASSWORD,
        }),
      ];
      const apply = ['--server-side', '--force-conflicts'];
      await cluster.kubectl.apply(
        manifest,
        ...apply,
        '--dry-run=server',
        ...BEN,
      );
      await cluster.kubectl.apply(manifest, ...apply, ...ANNA);
      await told(
        { kind: 'config', title: /ConfigMap web/ },
        'anna@example.com',
      );
    });

    it('two people in one second, each for what was theirs', async () => {
      await Promise.all([
        run('annotate', 'configmap/web', 'team=a', ...ANNA),
        run('scale', 'deployment/web', '--replicas=4', ...BEN),
      ]);
      await told({ kind: 'scale', title: /2 → 4/ }, 'ben@example.com');
    });

    it('a deletion', async () => {
      await run('delete', 'deployment/web', ...ANNA);
      const { actor } = await told(
        { kind: 'deployment', title: /deleted/ },
        'anna@example.com',
      );
      assert.match(actor?.via ?? '', /^kubectl, /);
    });

    it('and no body ever came over the wire or into an answer', async () => {
      assert.ok(cluster.sent.length > 0);
      assert.doesNotMatch(cluster.sent.join('\n'), new RegExp(PASSWORD));
      assert.doesNotMatch(
        JSON.stringify(await web.changes()),
        new RegExp(PASSWORD),
      );
    });
  },
);
