import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { at, listAt, objectAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import {
  ControlPlane,
  type ControlPlaneUnderTest,
  conditionsOf,
  isRolledOut,
  ownersOf,
  replicasOf,
  revisionOf,
} from './ControlPlane.ts';

const ARGO = 'argocd-controller';
const JSON_TYPE = { 'content-type': 'application/json' };

/** What Ripple reads of changes. Real control planes and the demo's clusters must agree in it. */
export function describeControlPlane(
  name: string,
  open: () => Promise<ControlPlaneUnderTest>,
): void {
  describe(`${name} as a control plane`, () => {
    let plane: ControlPlaneUnderTest;
    let api: ControlPlane;
    before(async () => {
      plane = await open();
      api = ControlPlane.of(plane);
    });
    const manifest = (
      workload: string,
      options: {
        image?: string;
        replicas?: number;
        env?: Record<string, string>;
        annotations?: Record<string, string>;
        deadline?: number;
      } = {},
    ) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: workload, labels: { app: workload } },
      spec: {
        ...(options.replicas === undefined
          ? {}
          : { replicas: options.replicas }),
        progressDeadlineSeconds: options.deadline ?? 600,
        selector: { matchLabels: { app: workload } },
        template: {
          metadata: {
            labels: { app: workload },
            ...annotated(options.annotations ?? plane.quick),
          },
          spec: {
            containers: [
              {
                name: 'app',
                image: options.image ?? plane.images.old,
                env: Object.entries(options.env ?? {}).map(([key, value]) => ({
                  name: key,
                  value,
                })),
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        },
      },
    });
    const rolledOut = async (workload: string) =>
      api.eventually(`${workload} is rolled out`, async () => {
        const found = await api.get('deployments', workload);
        return isRolledOut(found) && found;
      });
    const setsOf = async (workload: string) =>
      (await api.list('replicasets', `app=${workload}`)).sort(
        (a, b) => Number(revisionOf(a)) - Number(revisionOf(b)),
      );

    it('remembers who applied, set, scaled and edited what', async () => {
      const first = await api.apply(
        'deployments',
        manifest('owned', {
          replicas: 2,
          env: { A: '1', B: '2' },
          annotations: { note: 'x' },
        }),
        ARGO,
      );
      assert.deepEqual(ownersOf(first), [
        {
          manager: ARGO,
          operation: 'Apply',
          fields: {
            'f:metadata': { 'f:labels': { 'f:app': {} } },
            'f:spec': {
              'f:progressDeadlineSeconds': {},
              'f:replicas': {},
              'f:selector': {},
              'f:template': {
                'f:metadata': {
                  'f:annotations': { 'f:note': {} },
                  'f:labels': { 'f:app': {} },
                },
                'f:spec': {
                  'f:containers': {
                    'k:{"name":"app"}': {
                      '.': {},
                      'f:env': {
                        'k:{"name":"A"}': {
                          '.': {},
                          'f:name': {},
                          'f:value': {},
                        },
                        'k:{"name":"B"}': {
                          '.': {},
                          'f:name': {},
                          'f:value': {},
                        },
                      },
                      'f:image': {},
                      'f:name': {},
                      'f:resources': { 'f:requests': { 'f:cpu': {} } },
                    },
                  },
                },
              },
            },
          },
        },
      ]);

      await api.patch(
        'deployments',
        'owned',
        {
          spec: {
            template: {
              spec: { containers: [{ name: 'app', image: plane.images.new }] },
            },
          },
        },
        { type: 'strategic', manager: 'kubectl-set' },
      );
      await api.patch(
        'deployments',
        'owned/scale',
        { spec: { replicas: 3 } },
        { type: 'merge', manager: 'kubectl' },
      );
      // The applier lets go of B; it takes neither the image nor the number of replicas back, since it does not name them.
      const { spec, ...rest } = manifest('owned', { env: { A: '1' } });
      const [{ image: _, ...container }] = spec.template.spec.containers;
      const last = await api.apply(
        'deployments',
        {
          ...rest,
          spec: {
            ...spec,
            template: {
              ...spec.template,
              spec: { containers: [container] },
            },
          },
        } as ReturnType<typeof manifest>,
        ARGO,
      );
      assert.equal(replicasOf(last), 3);
      const [app] = listAt(last, 'spec', 'template', 'spec', 'containers');
      assert.equal(app.image, plane.images.new);
      assert.deepEqual(app.env, [{ name: 'A', value: '1' }]);
      const owners = ownersOf(last).filter(
        owner => at(owner, 'subresource') !== 'status',
      );
      assert.deepEqual(owners.slice(1), [
        {
          manager: 'kubectl',
          operation: 'Update',
          subresource: 'scale',
          timeless: true,
          fields: { 'f:spec': { 'f:replicas': {} } },
        },
        {
          manager: 'kubectl-set',
          operation: 'Update',
          fields: {
            'f:spec': {
              'f:template': {
                'f:spec': {
                  'f:containers': { 'k:{"name":"app"}': { 'f:image': {} } },
                },
              },
            },
          },
        },
      ]);
    });

    it('remembers nobody who scales what nobody had numbered', async () => {
      await api.apply('deployments', manifest('unnumbered'), ARGO);
      await api.patch(
        'deployments',
        'unnumbered/scale',
        { spec: { replicas: 2 } },
        { type: 'merge', manager: 'kubectl' },
      );
      const found = await rolledOut('unnumbered');
      assert.equal(replicasOf(found), 2);
      assert.deepEqual(
        ownersOf(found).map(owner => [
          at(owner, 'manager'),
          at(owner, 'subresource'),
        ]),
        [
          [ARGO, undefined],
          ['kube-controller-manager', 'status'],
        ],
      );
    });

    it('fills in what a manifest does not say', async () => {
      const { metadata, spec } = await api.create(
        'deployments',
        manifest('filled', { replicas: 0 }),
      );
      const template = objectAt(spec, 'template', 'spec');
      assert.equal(metadata.generation, 1);
      assert.deepEqual(objectAt(spec, 'strategy'), {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
      });
      assert.equal(at(spec, 'revisionHistoryLimit'), 10);
      assert.equal(template.restartPolicy, 'Always');
      assert.equal(template.terminationGracePeriodSeconds, 30);
      const [container] = listAt(template, 'containers');
      assert.equal(container.imagePullPolicy, 'IfNotPresent');
      assert.equal(container.terminationMessagePath, '/dev/termination-log');
      // Who creates owns the defaults, too.
      const [{ fields }] = ownersOf({ metadata } as KubernetesObject) as {
        fields: object;
      }[];
      assert.deepEqual(objectAt(fields, 'f:spec', 'f:strategy'), {
        'f:rollingUpdate': {
          '.': {},
          'f:maxSurge': {},
          'f:maxUnavailable': {},
        },
        'f:type': {},
      });
      assert.deepEqual(objectAt(fields, 'f:metadata'), {
        'f:labels': { '.': {}, 'f:app': {} },
      });
    });

    it('rolls a new template out, step by step', async () => {
      await api.apply('deployments', manifest('rolled', { replicas: 4 }), ARGO);
      const first = await rolledOut('rolled');
      assert.equal(revisionOf(first), '1');
      const changed = await api.apply(
        'deployments',
        manifest('rolled', { replicas: 4, image: plane.images.new }),
        ARGO,
      );
      assert.equal(changed.metadata.generation, 2);
      assert.equal(at(changed, 'status', 'observedGeneration'), 1);
      const steps = await api.told(
        'deployments',
        changed,
        object => isRolledOut(object) && object.metadata.generation === 2,
      );

      const progress = steps.map(
        step =>
          conditionsOf(step).find(text => text.startsWith('Progressing')) ?? '',
      );
      assert.deepEqual(
        [...new Set(progress)],
        [
          'Progressing True NewReplicaSetCreated',
          'Progressing True ReplicaSetUpdated',
          'Progressing True NewReplicaSetAvailable',
        ],
      );
      for (const step of steps) {
        const { replicas = 0, availableReplicas = 0 } = objectAt(
          step,
          'status',
        ) as Record<string, number>;
        assert.ok(replicas <= 5, `at most one more than wanted: ${replicas}`);
        assert.ok(availableReplicas >= 3, 'at most one fewer than wanted');
        assert.ok(
          conditionsOf(step).includes(
            'Available True MinimumReplicasAvailable',
          ),
        );
      }
      const last = steps.at(-1)!;
      assert.equal(revisionOf(last), '2');
      const [before_, after_] = [first, last].map(object =>
        listAt(object, 'status', 'conditions').find(
          ({ type }) => type === 'Progressing',
        ),
      );
      assert.equal(before_!.lastTransitionTime, after_!.lastTransitionTime);

      const [old, next] = await setsOf('rolled');
      assert.deepEqual([old, next].map(replicasOf), [0, 4]);
      assert.deepEqual([old, next].map(revisionOf), ['1', '2']);
      for (const set of [old, next]) {
        const [owner] = set.metadata.ownerReferences ?? [];
        assert.equal(owner.uid, first.metadata.uid);
        assert.equal(owner.controller, true);
        const hash = set.metadata.labels?.['pod-template-hash'];
        assert.equal(set.metadata.name, `rolled-${hash}`);
      }
      await api.eventually(
        'only pods of the new template are left',
        async () => {
          const pods = await api.list('pods', 'app=rolled');
          return (
            pods.length === 4 &&
            pods.every(
              pod =>
                pod.metadata.ownerReferences?.[0].uid === next.metadata.uid &&
                conditionsOf(pod).some(text => text.startsWith('Ready True')),
            )
          );
        },
      );
    });

    it('stays available when the number and the template change at once', async () => {
      await api.apply('deployments', manifest('cut', { replicas: 20 }), ARGO);
      await rolledOut('cut');
      const changed = await api.apply(
        'deployments',
        manifest('cut', { replicas: 4, image: plane.images.new }),
        ARGO,
      );
      const steps = await api.told('deployments', changed, isRolledOut);
      for (const step of steps) {
        assert.ok(
          conditionsOf(step).includes(
            'Available True MinimumReplicasAvailable',
          ),
        );
      }
      const [old, next] = await setsOf('cut');
      assert.deepEqual([old, next].map(replicasOf), [0, 4]);
    });

    it('says that a rollout fails, and takes a former template up again', async () => {
      const good = () => manifest('failing', { replicas: 3, deadline: 4 });
      await api.apply('deployments', good(), ARGO);
      await rolledOut('failing');
      await api.apply(
        'deployments',
        manifest('failing', {
          replicas: 3,
          deadline: 4,
          image: plane.images.missing,
          annotations: plane.missingImage,
        }),
        ARGO,
      );
      const failed = await api.eventually('the rollout failed', async () => {
        const found = await api.get('deployments', 'failing');
        return (
          conditionsOf(found).includes(
            'Progressing False ProgressDeadlineExceeded',
          ) && found
        );
      });
      assert.ok(
        conditionsOf(failed).includes(
          'Available True MinimumReplicasAvailable',
        ),
      );
      const { replicas, updatedReplicas, readyReplicas, unavailableReplicas } =
        objectAt(failed, 'status');
      assert.deepEqual(
        { replicas, updatedReplicas, readyReplicas, unavailableReplicas },
        {
          replicas: 4,
          updatedReplicas: 1,
          readyReplicas: 3,
          unavailableReplicas: 1,
        },
      );
      const waiting = await api.list('pods', 'app=failing');
      const reasons = waiting.flatMap(
        pod =>
          at(
            listAt(pod, 'status', 'containerStatuses')[0],
            'state',
            'waiting',
            'reason',
          ) ?? [],
      );
      assert.equal(reasons.length, 1);
      assert.match(String(reasons[0]), /^(ErrImagePull|ImagePullBackOff)$/);

      await api.apply('deployments', good(), ARGO);
      const back = await rolledOut('failing');
      assert.equal(revisionOf(back), '3');
      const [dropped, reused] = await setsOf('failing');
      assert.deepEqual([dropped, reused].map(revisionOf), ['2', '3']);
      assert.deepEqual([dropped, reused].map(replicasOf), [0, 3]);
      assert.equal(
        reused.metadata.annotations?.[
          'deployment.kubernetes.io/revision-history'
        ],
        '1',
      );
    });

    it('scales in both directions, without a rollout', async () => {
      await api.apply('deployments', manifest('scaled', { replicas: 2 }), ARGO);
      const before_ = await rolledOut('scaled');
      await api.apply('deployments', manifest('scaled', { replicas: 6 }), ARGO);
      const up = await rolledOut('scaled');
      await api.apply('deployments', manifest('scaled', { replicas: 1 }), ARGO);
      const down = await rolledOut('scaled');
      assert.deepEqual([before_, up, down].map(revisionOf), ['1', '1', '1']);
      const [since, ...later] = [before_, up, down].map(object =>
        listAt(object, 'status', 'conditions').find(
          ({ type }) => type === 'Progressing',
        ),
      );
      for (const condition of later) assert.deepEqual(condition, since);
      const [set] = await setsOf('scaled');
      assert.equal(
        set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'],
        '1',
      );
    });

    it('scales by what pods use', async t => {
      if (!plane.use) {
        t.skip('what pods use cannot be said here');
        return;
      }
      await api.apply('deployments', manifest('busy', { replicas: 2 }), ARGO);
      await rolledOut('busy');
      await plane.use('busy', 60);
      await api.apply(
        'horizontalpodautoscalers',
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'busy' },
          spec: {
            scaleTargetRef: {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'busy',
            },
            minReplicas: 2,
            maxReplicas: 5,
            metrics: [
              {
                type: 'Resource',
                resource: {
                  name: 'cpu',
                  target: { type: 'Utilization', averageUtilization: 60 },
                },
              },
            ],
          },
        } as { metadata: { name: string } },
        ARGO,
      );
      await plane.use('busy', 300);
      await api.eventually('five pods are ready', async () => {
        const found = await api.get('deployments', 'busy');
        return at(found, 'status', 'readyReplicas') === 5;
      });
      const autoscaler = await api.eventually('it rests', async () => {
        const found = await api.get('horizontalpodautoscalers', 'busy');
        return (
          at(found, 'status', 'currentReplicas') === 5 &&
          conditionsOf(found).includes('AbleToScale True ReadyForNewScale') &&
          found
        );
      });
      assert.deepEqual(conditionsOf(autoscaler), [
        'AbleToScale True ReadyForNewScale',
        'ScalingActive True ValidMetricFound',
        'ScalingLimited True TooManyReplicas',
      ]);
      assert.equal(at(autoscaler, 'status', 'desiredReplicas'), 5);
      const scaler = ownersOf(await api.get('deployments', 'busy')).find(
        owner => at(owner, 'subresource') === 'scale',
      );
      assert.deepEqual(scaler, {
        manager: 'kube-controller-manager',
        operation: 'Update',
        subresource: 'scale',
        timeless: true,
        fields: { 'f:spec': { 'f:replicas': {} } },
      });
    });

    it('removes what a Deployment owned', async () => {
      await api.apply(
        'deployments',
        manifest('removed', { replicas: 2 }),
        ARGO,
      );
      await rolledOut('removed');
      await api.delete('deployments', 'removed');
      await api.eventually('nothing of it is left', async () => {
        const sets = await api.list('replicasets', 'app=removed');
        const pods = await api.list('pods', 'app=removed');
        return sets.length === 0 && pods.length === 0;
      });
    });

    it('runs a Job to its end', async t => {
      if (!plane.completing) {
        t.skip('no image is known whose pods end');
        return;
      }
      await api.create('jobs', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'once' },
        spec: {
          template: {
            metadata: { annotations: plane.completing },
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'app', image: plane.images.old }],
            },
          },
        },
      });
      const job = await api.eventually('the Job has ended', async () => {
        const found = await api.get('jobs', 'once');
        return at(found, 'status', 'succeeded') === 1 && found;
      });
      await api.eventually('it says so', async () =>
        conditionsOf(await api.get('jobs', 'once')).includes(
          'Complete True CompletionsReached',
        ),
      );
      const [pod] = await api.list('pods', 'job-name=once');
      assert.equal(pod.metadata.ownerReferences?.[0].uid, job.metadata.uid);
      assert.equal(at(pod, 'status', 'phase'), 'Succeeded');
    });

    it('tells who edited one key of a ConfigMap', async () => {
      await api.apply(
        'configmaps',
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings' },
          data: { CACHE_TTL: '300', LOG_LEVEL: 'info' },
        } as { metadata: { name: string } },
        ARGO,
      );
      const edited = await api.patch(
        'configmaps',
        'settings',
        { data: { CACHE_TTL: '3600' } },
        { type: 'merge', manager: 'kubectl-edit' },
      );
      assert.equal(edited.metadata.generation, undefined);
      assert.deepEqual(ownersOf(edited), [
        {
          manager: ARGO,
          operation: 'Apply',
          fields: { 'f:data': { 'f:LOG_LEVEL': {} } },
        },
        {
          manager: 'kubectl-edit',
          operation: 'Update',
          fields: { 'f:data': { 'f:CACHE_TTL': {} } },
        },
      ]);
      const same = await api.patch(
        'configmaps',
        'settings',
        { data: { CACHE_TTL: '3600' } },
        { type: 'merge', manager: 'somebody' },
      );
      assert.equal(
        same.metadata.resourceVersion,
        edited.metadata.resourceVersion,
      );
    });

    it('tells a watch that selects when an object begins and ceases to fit', async () => {
      const settings = (tier: string) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'selected', labels: { tier } },
        data: {},
      });
      const first = await api.apply('configmaps', settings('back'), ARGO);
      const lines = await api.watch('configmaps', {
        labelSelector: 'tier=front',
        resourceVersion: first.metadata.resourceVersion,
      });
      await api.apply('configmaps', settings('front'), ARGO);
      await api.apply('configmaps', settings('back'), ARGO);
      const told = [await lines.next(), await lines.next()];
      await lines.return(undefined);
      assert.deepEqual(
        told.map(({ value }) => [value.type, value.object.metadata.name]),
        [
          ['ADDED', 'selected'],
          ['DELETED', 'selected'],
        ],
      );
    });

    it('refuses a reader what is not to be read, and to write', async t => {
      if (!plane.reader) {
        t.skip('nobody is known who may only read');
        return;
      }
      const deployments = api.path('deployments');
      assert.equal(await api.readerStatus(deployments), 200);
      assert.equal(await api.readerStatus(api.path('secrets')), 403);
      assert.equal(
        await api.readerStatus(deployments, {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify(manifest('forbidden')),
        }),
        403,
      );
    });

    it('refuses what cannot be', async () => {
      const deployments = api.path('deployments');
      const post = (body: object) =>
        api.status(deployments, {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify(body),
        });
      assert.equal(await post(manifest('taken', { replicas: 0 })), 201);
      assert.equal(await post(manifest('taken', { replicas: 0 })), 409);
      const { spec, ...rest } = manifest('odd');
      const labels = { app: 'another' };
      const odd = { ...spec, selector: { matchLabels: labels } };
      assert.equal(await post({ ...rest, spec: odd }), 422);
      const stale = await api.get('deployments', 'taken');
      assert.equal(
        await api.status(`${deployments}/taken`, {
          method: 'PUT',
          headers: JSON_TYPE,
          body: JSON.stringify({
            ...stale,
            metadata: { ...stale.metadata, resourceVersion: '1' },
          }),
        }),
        409,
      );
      assert.equal(
        await api.status(`${deployments}/none`, { method: 'DELETE' }),
        404,
      );
    });
  });
}

function annotated(annotations: Record<string, string> | undefined): object {
  return annotations ? { annotations } : {};
}
