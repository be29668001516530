import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { ArgoCd } from './delivery/ArgoCd.ts';
import { DeliveryCluster } from './delivery/DeliveryCluster.ts';
import { Flux } from './delivery/Flux.ts';
import { IMAGES } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const NAMESPACE = 'shop';
const REVISIONS = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(40));

const kubebox = process.env.KUBEBOX;
const skip = kubebox ? false : 'a second control plane needs a kubebox';

describe(
  'what Argo CD in one cluster does in another is one story',
  { skip },
  () => {
    let hub: DeliveryCluster;
    let spoke: DeliveryCluster;
    let directory: string;
    let portal: Portal;
    let web: Timeline;
    let argo: ArgoCd;

    const manifests = (image: string, level: string, name = 'web') => [
      configMap(NAMESPACE, 'web', { LOG_LEVEL: level }),
      deployment(NAMESPACE, { name, image, replicas: 3, configMap: 'web' }),
    ];
    const run = (...args: string[]) =>
      spoke.kubectl.run(['-n', NAMESPACE, ...args]);
    const syncs = async () =>
      (await web.changes()).filter(({ title }) => /^Argo CD sync/.test(title));
    const partOf = (
      name: string,
      wanted: RegExp,
      whole: ChangeEvent,
      timeline = web,
    ) =>
      eventually(`${name} lies in "${whole.title}"`, async () =>
        (await timeline.changes()).find(
          ({ title, partOf: id }) => wanted.test(title) && id === whole.id,
        ),
      );
    const of = (name: string) =>
      Timeline.of(portal, `component:default/${name}`);

    before(async () => {
      hub = await DeliveryCluster.open('hub', kubebox!);
      spoke = await DeliveryCluster.open('spoke', kubebox!);
      await spoke.kubectl.run(['create', 'namespace', NAMESPACE]);
      argo = ArgoCd.create({
        hub: hub.kubectl,
        spoke: spoke.kubectl,
        app: 'web',
        destination: { server: await spoke.server(), namespace: NAMESPACE },
      });
      await argo.install();
      // Before anybody watches.
      await argo.sync(REVISIONS[0], manifests(IMAGES.old, 'info'), {
        automated: true,
      });
      await run('rollout', 'status', 'deployment/web', '--timeout=120s');
      await argo.refresh('Healthy');

      directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
      const catalog = path.join(directory, 'catalog.yaml');
      await writeCatalog(catalog, NAMESPACE, {
        web: [],
        api: [],
        cart: [],
        mailer: [],
        canary: [],
      });
      portal = await Portal.start({
        clusters: [hub.config, spoke.config],
        catalog: [catalog],
      });
      web = Timeline.of(portal, 'component:default/web');
      await clusterWatched(portal, hub.name);
      await clusterWatched(portal, spoke.name);
    });
    after(async () => {
      await portal?.stop();
      await spoke?.close();
      await hub?.close();
      if (directory) await rm(directory, { recursive: true, force: true });
    });

    it('has the past from what Argo CD remembers, with what came of it inside', async () => {
      const first = await web.find({
        kind: 'deployment',
        title: /^Argo CD synced web to aaaaaaa$/,
        status: 'succeeded',
      });
      assert.equal(first.reconstructed, true);
      assert.equal(first.actor?.name, 'Argo CD auto-sync');
      await partOf('the first rollout', /^web deployed/, first);
      assert.equal((await syncs()).length, 1);
    });

    it('tells a sync, the rollout in it, and the setting in that', async () => {
      await argo.sync(REVISIONS[1], manifests(IMAGES.new, 'debug'), {
        username: 'dana@example.com',
      });
      const sync = await web.find({
        kind: 'deployment',
        title: /^Argo CD synced web to bbbbbbb$/,
        status: 'succeeded',
      });
      assert.equal(sync.cluster, 'spoke');
      assert.deepEqual(
        [sync.actor?.name, sync.actor?.kind],
        ['dana@example.com', 'user'],
      );
      const rollout = await partOf('the rollout', /3\.10/, sync);
      assert.equal(rollout.cluster, 'spoke');
      const setting = await partOf('the setting', /^ConfigMap web/, rollout);
      await run('rollout', 'status', 'deployment/web', '--timeout=120s');
      await argo.refresh('Healthy');

      const detail = await eventually('health is known', async () => {
        const found = await web.detail(sync.id);
        return found.evidence?.some(({ text }) => text === 'Healthy') && found;
      });
      assert.deepEqual(
        detail.parts.map(({ id }) => id).sort(),
        [rollout.id, setting.id].sort(),
      );
      assert.equal((await web.detail(rollout.id)).whole?.id, sync.id);
      assert.deepEqual(
        detail.diff.map(({ path: field }) => field),
        ['revision'],
      );
      assert.deepEqual(detail.links, [
        {
          title: 'Commit bbbbbbb',
          url: `https://github.com/acme/manifests/commit/${REVISIONS[1]}`,
        },
      ]);
    });

    it('leaves out what a person did by hand', async () => {
      await run('scale', 'deployment/web', '--replicas=4');
      const scaled = await web.find({
        kind: 'scale',
        title: /3 → 4/,
        status: 'succeeded',
      });
      assert.equal(scaled.partOf, undefined);
    });

    it('says that syncs were switched off, to those whom it matters to', async () => {
      await argo.change({ syncPolicy: { automated: { enabled: false } } });
      const off = await web.find({
        kind: 'config',
        title: /^Argo CD application web auto-sync switched off$/,
      });
      assert.equal(off.actor?.name, 'argocd-server');
    });

    it('says nothing when Argo CD only looks again', async () => {
      const before_ = await web.changes();
      for (let i = 0; i < 3; i++) await argo.refresh('Healthy');
      await run('set', 'env', 'deployment/web', 'MARK=1');
      await web.find({ kind: 'deployment', title: /^web added (env|MARK)$/ });
      const after_ = await web.changes();
      assert.equal(after_.length, before_.length + 1);
    });

    it('ties a sync to its rollout by the tracking id where nobody knows the cluster by that address', async () => {
      const elsewhere = ArgoCd.create({
        hub: hub.kubectl,
        spoke: spoke.kubectl,
        app: 'mailer',
        destination: { server: 'https://10.9.8.7', namespace: NAMESPACE },
      });
      await elsewhere.install();
      const mailer = of('mailer');
      await elsewhere.sync(
        REVISIONS[0],
        [
          deployment(NAMESPACE, {
            name: 'mailer',
            image: IMAGES.old,
            replicas: 1,
          }),
        ],
        { automated: true },
      );
      await eventually('the rollout has found its sync', async () => {
        const [created] = await mailer.changes();
        return created?.partOf;
      });
    });

    it('tells a release of Helm by what Helm writes', async () => {
      const release = (chart: string, image: string, level: string) =>
        spoke.kubectl.apply(
          [
            configMap(NAMESPACE, 'api', { LOG_LEVEL: level }),
            deployment(NAMESPACE, {
              name: 'api',
              image,
              replicas: 2,
              configMap: 'api',
            }),
          ].map(manifest => ({
            ...manifest,
            metadata: {
              ...manifest.metadata,
              labels: { ...manifest.metadata.labels, 'helm.sh/chart': chart },
              annotations: {
                'meta.helm.sh/release-name': 'api',
                'meta.helm.sh/release-namespace': NAMESPACE,
              },
            },
          })),
          '--server-side',
          '--force-conflicts',
          '--field-manager=helm',
        );
      const api = of('api');
      await release('api-1.0.0', IMAGES.old, 'info');
      await api.find({
        kind: 'deployment',
        title: /^Helm installed api \(api-1\.0\.0\)$/,
      });
      await run('rollout', 'status', 'deployment/api', '--timeout=120s');
      await release('api-1.1.0', IMAGES.new, 'debug');
      const told = await eventually('the release has its rollout', async () => {
        const all = await api.changes();
        const rollout = all.find(({ title }) => /3\.10/.test(title));
        return all.find(({ id }) => id === rollout?.partOf);
      });
      assert.equal(told.title, 'Helm upgraded api: api-1.0.0 → api-1.1.0');
      await eventually('the setting lies in the release, too', async () => {
        const { parts } = await api.detail(told.id);
        return parts.some(({ title }) => /^ConfigMap api changed/.test(title));
      });
    });

    it('tells what Flux applies, with the rollout in it', async () => {
      const flux = Flux.create(spoke.kubectl, 'apps');
      await flux.install();
      const cart = of('cart');
      const apply = (commit: string, image: string) =>
        flux.reconcile(
          `main@sha1:${commit}`,
          [deployment(NAMESPACE, { name: 'cart', image, replicas: 1 })],
          [`${NAMESPACE}_cart_apps_Deployment`],
        );
      await apply(REVISIONS[0], IMAGES.old);
      await run('rollout', 'status', 'deployment/cart', '--timeout=120s');
      await apply(REVISIONS[1], IMAGES.new);
      const applied = await cart.find({
        kind: 'deployment',
        title: /^Flux applied apps at main@bbbbbbb$/,
        status: 'succeeded',
      });
      assert.equal(applied.actor?.name, 'kustomize-controller');
      await partOf('the rollout', /3\.10/, applied, cart);
    });

    it('tells the steps of a canary', async () => {
      const template = {
        metadata: {
          labels: { app: 'canary', 'backstage.io/kubernetes-id': 'canary' },
        },
        spec: { containers: [{ name: 'app', image: IMAGES.old }] },
      };
      const spec = (image: string) => ({
        replicas: 5,
        selector: { matchLabels: { app: 'canary' } },
        strategy: {
          canary: { steps: [{ setWeight: 20 }, { pause: {} }] },
        },
        template: {
          ...template,
          spec: { containers: [{ name: 'app', image }] },
        },
      });
      const patch = (content: object, ...args: string[]) =>
        run(
          'patch',
          'rollouts.argoproj.io',
          'canary',
          '--type=merge',
          '-p',
          JSON.stringify(content),
          ...args,
        );
      const status = (content: object) =>
        patch({ status: content }, '--subresource=status');
      const counts = { replicas: 5, readyReplicas: 5, availableReplicas: 5 };
      await spoke.kubectl.apply([
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: {
            name: 'canary',
            namespace: NAMESPACE,
            labels: { 'backstage.io/kubernetes-id': 'canary' },
          },
          spec: spec(IMAGES.old),
        },
      ]);
      await status({
        ...counts,
        observedGeneration: '1',
        updatedReplicas: 5,
        phase: 'Healthy',
        currentPodHash: 'old',
        stableRS: 'old',
        currentStepIndex: 2,
      });
      const canary = of('canary');
      await canary.find({
        kind: 'deployment',
        title: /^canary created/,
        status: 'succeeded',
      });
      await patch({ spec: spec(IMAGES.new) }, '--field-manager=kubectl-edit');
      await status({
        observedGeneration: '2',
        updatedReplicas: 1,
        phase: 'Paused',
        currentPodHash: 'new',
        currentStepIndex: 1,
        pauseConditions: [
          { reason: 'CanaryPauseStep', startTime: new Date().toISOString() },
        ],
      });
      const under = await canary.find({
        kind: 'deployment',
        title: /3\.10/,
        status: 'in-progress',
      });
      await status({
        updatedReplicas: 5,
        phase: 'Healthy',
        stableRS: 'new',
        currentStepIndex: 2,
        pauseConditions: null,
      });
      await canary.find({
        kind: 'deployment',
        title: /3\.10/,
        status: 'succeeded',
      });
      const { rollout } = await canary.detail(under.id);
      assert.ok(
        rollout?.steps.some(
          ({ weight, note }) =>
            weight === 20 && note === 'step 2 of 2, waits to be promoted',
        ),
      );
      assert.equal(rollout?.steps.at(-1)?.weight, 100);
    });

    it('knows each sync again after a restart, and what happened meanwhile', async () => {
      const before_ = await syncs();
      await portal.kill();
      await argo.sync(REVISIONS[2], manifests(IMAGES.old, 'debug'), {
        automated: true,
      });
      await run('rollout', 'status', 'deployment/web', '--timeout=120s');
      await argo.sync(REVISIONS[3], manifests(IMAGES.new, 'debug'), {
        automated: true,
      });
      await portal.startAgain();
      await clusterWatched(portal, hub.name);
      await clusterWatched(portal, spoke.name);
      const last = await web.find({
        kind: 'deployment',
        title: /^Argo CD synced web to ddddddd$/,
        status: 'succeeded',
      });
      const third = await web.find({
        kind: 'deployment',
        title: /^Argo CD synced web to ccccccc$/,
      });
      await partOf('the last rollout', /3\.10/, last);
      await partOf('the third rollout', /3\.9/, third);
      const all = await syncs();
      assert.equal(all.length, before_.length + 2);
      for (const { id } of before_) {
        assert.ok(all.some(event => event.id === id));
      }
    });
  },
);
