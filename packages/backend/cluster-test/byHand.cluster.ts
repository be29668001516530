import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type {
  Actor,
  ChangeEvent,
} from '@ripplehq/backstage-plugin-changes-common';
import { Portal } from 'app/e2e/world/Portal.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import {
  USAGE_CONFIG_MAP,
  autoscaler,
  configMap,
  deployment,
} from 'app/e2e/world/cluster/manifests.ts';
import { AuditedCluster } from './audit/AuditedCluster.ts';
import { MutatingWebhook } from './audit/MutatingWebhook.ts';
import { Writer } from './audit/Writer.ts';
import { IMAGES } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const NAMESPACE = 'shop';
/** The same cluster, watched as one whose audit log nobody sends. */
const BLIND = 'blind';
const ANNA = 'anna@example.com';
const BEN = 'ben@example.com';
const PIPELINE = 'gitlab-ci';
const SCRIPT = 'system:serviceaccount:ops:nightly';
const OPERATOR = 'system:serviceaccount:redis:redis';
const MUTATED = 'mutated';
const OWN = { 'backstage.io/kubernetes-id': 'web' };
const GO = 'Go-http-client/2.0';

/** Something that is done to the cluster, with who it is told to have been. */
interface Deed {
  what: string;
  act(): Promise<unknown>;
  title: RegExp;
  /** With the API server's audit log. */
  audited: string;
  /** Without. */
  blind: string;
}

const skip = process.env.KUBEBOX
  ? false
  : 'only a kubebox can be given an audit webhook by a test';

describe(
  'a day on a real cluster, and what of it is said to be by hand',
  { skip },
  () => {
    let cluster: AuditedCluster;
    let portal: Portal;
    let web: Timeline;
    let api: { url: string; close(): void };
    let writer: Writer;
    let webhook: MutatingWebhook;

    const as = (user: string) => [`--as=${user}`, '--as-group=sre'];
    const kubectl = (user: string, ...args: string[]) =>
      cluster.kubectl.run(['-n', NAMESPACE, ...args, ...as(user)]);
    const settled = () =>
      cluster.kubectl.run([
        '-n',
        NAMESPACE,
        'rollout',
        'status',
        'deployment/web',
        '--timeout=60s',
      ]);
    const apply = (
      user: string,
      name: string,
      value: string,
      ...args: string[]
    ) =>
      cluster.kubectl.apply(
        [configMap(NAMESPACE, name, { value }, OWN)],
        ...args,
        ...as(user),
      );
    const write = (
      name: string,
      ...[options]: [Parameters<Writer['configMap']>[2]]
    ) => writer.configMap(name, { value: 'new' }, options);

    const NAMES = [
      'patched',
      'applied',
      'served',
      'piped',
      'labelled',
      'scripted',
      'released',
      'synced',
      'reconciled',
      'operated',
      'unnamed',
      MUTATED,
      'seen',
      'edited',
    ];

    const unknown = (manager: string) => `${manager}: origin not known`;

    const deeds: Deed[] = [
      {
        what: 'kubectl edit',
        act: () => {
          process.env.KUBE_EDITOR = `sed -i s/old/new/`;
          return kubectl(ANNA, 'edit', 'configmap/edited');
        },
        title: /^ConfigMap edited changed/,
        audited: `${ANNA}: by hand`,
        blind: 'kubectl-edit: by hand',
      },
      {
        what: 'kubectl patch',
        act: () =>
          kubectl(
            BEN,
            'patch',
            'configmap/patched',
            '-p',
            '{"data":{"value":"new"}}',
          ),
        title: /^ConfigMap patched /,
        audited: `${BEN}: by hand`,
        blind: unknown('kubectl-patch'),
      },
      {
        what: 'kubectl apply by a person',
        act: () => apply(ANNA, 'applied', 'new'),
        title: /^ConfigMap applied /,
        audited: `${ANNA}: by hand`,
        blind: unknown('kubectl-client-side-apply'),
      },
      {
        what: 'kubectl apply --server-side by a person',
        act: () =>
          apply(BEN, 'served', 'new', '--server-side', '--force-conflicts'),
        title: /^ConfigMap served /,
        audited: `${BEN}: by hand`,
        blind: unknown('kubectl'),
      },
      {
        what: 'kubectl apply by a pipeline',
        act: () => apply(PIPELINE, 'piped', 'new'),
        title: /^ConfigMap piped /,
        audited: `${PIPELINE}: bot`,
        blind: unknown('kubectl-client-side-apply'),
      },
      {
        what: 'kubectl label',
        act: () => kubectl(ANNA, 'label', 'configmap/labelled', 'team=a'),
        title: /^ConfigMap labelled /,
        audited: `${ANNA}: by hand`,
        blind: unknown('kubectl-label'),
      },
      {
        what: 'kubectl in a script of the cluster',
        act: () =>
          kubectl(
            SCRIPT,
            'patch',
            'configmap/scripted',
            '-p',
            '{"data":{"value":"new"}}',
          ),
        title: /^ConfigMap scripted /,
        audited: unknown('nightly'),
        blind: unknown('kubectl-patch'),
      },
      {
        what: 'Helm on a person’s machine',
        act: () =>
          write('released', {
            user: ANNA,
            client: 'Helm/3.19.0',
            manager: 'helm',
            how: 'merge',
          }),
        title: /^ConfigMap released /,
        audited: `${ANNA}: user`,
        blind: 'helm: bot',
      },
      {
        what: 'Argo CD',
        act: () =>
          write('synced', {
            user: 'system:serviceaccount:argocd:argocd-application-controller',
            client: 'argocd-application-controller/v3.2',
            manager: 'argocd-controller',
            how: 'apply',
          }),
        title: /^ConfigMap synced /,
        audited: 'argocd-application-controller: bot',
        blind: 'argocd-controller: bot',
      },
      {
        what: 'Flux',
        act: () =>
          write('reconciled', {
            user: 'system:serviceaccount:flux-system:kustomize-controller',
            client: 'kustomize-controller/v0.0.0',
            manager: 'kustomize-controller',
            how: 'apply',
          }),
        title: /^ConfigMap reconciled /,
        audited: 'kustomize-controller: bot',
        blind: 'kustomize-controller: bot',
      },
      {
        what: 'an operator with a name',
        act: () =>
          write('operated', {
            user: OPERATOR,
            client: GO,
            manager: 'redis-operator',
            how: 'apply',
          }),
        title: /^ConfigMap operated /,
        audited: 'redis: controller',
        blind: 'redis-operator: controller',
      },
      {
        what: 'an operator without one',
        act: () =>
          write('unnamed', { user: OPERATOR, client: GO, how: 'merge' }),
        title: /^ConfigMap unnamed /,
        audited: 'redis: controller',
        blind: unknown('Go-http-client'),
      },
      {
        what: 'an operator, and a mutating webhook on it',
        act: () =>
          write(MUTATED, {
            user: OPERATOR,
            client: GO,
            manager: 'redis-operator',
            how: 'merge',
          }),
        title: /^ConfigMap mutated /,
        audited: 'redis: controller',
        blind: 'redis-operator: controller',
      },
      {
        what: 'kubectl patch, and a mutating webhook on it',
        act: () =>
          kubectl(
            ANNA,
            'patch',
            'configmap/seen',
            '-p',
            '{"data":{"value":"new"}}',
          ),
        title: /^ConfigMap seen /,
        audited: `${ANNA}: by hand`,
        blind: unknown('kubectl-patch'),
      },
      {
        what: 'kubectl set image',
        act: () =>
          kubectl(BEN, 'set', 'image', 'deployment/web', `app=${IMAGES.new}`),
        title: /^web deployed .*3\.10/,
        audited: `${BEN}: by hand`,
        blind: unknown('kubectl-set'),
      },
      {
        what: 'kubectl rollout restart',
        act: async () => {
          await settled();
          await kubectl(ANNA, 'rollout', 'restart', 'deployment/web');
        },
        title: /^web restarted/,
        audited: `${ANNA}: by hand`,
        blind: unknown('kubectl-rollout'),
      },
      {
        what: 'kubectl rollout undo',
        act: async () => {
          await settled();
          await kubectl(
            BEN,
            'rollout',
            'undo',
            'deployment/web',
            '--to-revision=1',
          );
        },
        title: /^web rolled back/,
        audited: `${BEN}: by hand`,
        blind: unknown('kubectl'),
      },
      {
        what: 'kubectl scale',
        act: async () => {
          await settled();
          await kubectl(ANNA, 'scale', 'deployment/web', '--replicas=2');
        },
        title: /^web scaled 3 → 2/,
        audited: `${ANNA}: by hand`,
        blind: unknown('kubectl'),
      },
      {
        what: 'a HorizontalPodAutoscaler',
        act: async () => {
          await settled();
          await cluster.kubectl.apply([
            configMap(NAMESPACE, USAGE_CONFIG_MAP, { 'web-': 'total:600m' }),
            autoscaler(NAMESPACE, {
              name: 'web',
              min: 2,
              max: 8,
              cpuPercent: 70,
            }),
          ]);
        },
        title: /^web autoscaled/,
        audited: 'kube-controller-manager: controller',
        blind: 'kube-controller-manager: controller',
      },
      {
        what: 'kubectl delete',
        act: () => kubectl(BEN, 'delete', 'configmap/edited'),
        title: /^ConfigMap edited deleted/,
        audited: `${BEN}: by hand`,
        blind: 'nobody',
      },
    ];

    before(async () => {
      cluster = (await AuditedCluster.open())!;
      const catalog = path.join(cluster.directory, 'catalog.yaml');
      await writeCatalog(catalog, NAMESPACE, { web: [] });
      const admin = cluster.kubectl;
      await admin.run([
        'create',
        'clusterrolebinding',
        'sre',
        '--clusterrole=cluster-admin',
        '--group=sre',
      ]);
      await admin.run(['create', 'namespace', NAMESPACE]);
      webhook = await MutatingWebhook.start(cluster.tls);
      await admin.apply([
        await webhook.configuration('mutate'),
        ...NAMES.map(name =>
          configMap(
            NAMESPACE,
            name,
            { value: 'old' },
            {
              ...OWN,
              ...([MUTATED, 'seen'].includes(name) ? { mutate: 'yes' } : {}),
            },
          ),
        ),
        deployment(NAMESPACE, { name: 'web', image: IMAGES.old, replicas: 3 }),
      ]);
      api = await admin.proxy();
      writer = Writer.create({ url: api.url, namespace: NAMESPACE });
      portal = await Portal.start({
        clusters: [cluster.config, { ...cluster.config, name: BLIND }],
        catalog: [catalog],
        config: { changes: { kubernetes: { audit: cluster.audit } } },
      });
      await cluster.sendTo(portal.url);
      web = Timeline.of(portal, 'component:default/web');
      await clusterWatched(portal, cluster.name);
      await clusterWatched(portal, BLIND);
    });
    after(async () => {
      api?.close();
      await portal?.stop();
      await webhook?.close();
      await cluster?.close();
    });

    it('names everybody rightly, and nothing by hand that was not', async t => {
      for (const { act } of deeds) await act();
      const told = (events: ChangeEvent[], name: string, title: RegExp) => {
        const event = events.find(
          one => one.cluster === name && title.test(one.title),
        );
        return event && wordsFor(event.actor);
      };
      let table: { what: string; told: string[]; expected: string[] }[] = [];
      const isRight = (row: (typeof table)[number]) =>
        row.told.join() === row.expected.join();
      await eventually('all of it is told as it was', async () => {
        const events = await web.changes();
        table = deeds.map(({ what, title, audited, blind }) => ({
          what,
          told: [cluster.name, BLIND].map(
            name => told(events, name, title) ?? 'not told',
          ),
          expected: [audited, blind],
        }));
        return table.every(isRight);
      }).catch(() => undefined);
      for (const row of table) {
        t.diagnostic(
          `${isRight(row) ? 'right' : 'WRONG'} | ${row.what} | ${row.told.join(
            ' | ',
          )}${isRight(row) ? '' : ` | expected ${row.expected.join(' | ')}`}`,
        );
      }
      assert.deepEqual(
        table.filter(row => !isRight(row)),
        [],
      );
    });
  },
);

function wordsFor(actor: Actor | undefined): string {
  if (!actor) return 'nobody';
  const { name, kind, byHand, originUnknown } = actor;
  if (byHand) return `${name}: by hand`;
  return `${name}: ${originUnknown ? 'origin not known' : kind}`;
}
