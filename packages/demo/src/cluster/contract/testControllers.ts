import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at } from '../json.ts';
import type { ControlPlane } from './ControlPlane.ts';
import { conditionsOf, ownersOf } from './reading.ts';

const ARGO = 'argocd-controller';

/** What other controllers do. */
export function testControllers(open: () => ControlPlane): void {
  it('scales by what pods use', async t => {
    const api = open();
    const { plane } = api;
    if (!plane.use) {
      t.skip('what pods use cannot be said here');
      return;
    }
    await api.apply('deployments', api.manifest('busy', { replicas: 2 }), ARGO);
    await api.rolledOut('busy');
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
    const conditions = conditionsOf(autoscaler).filter(
      // Kubernetes 1.37 has one more.
      condition => !condition.startsWith('ScaledToZero '),
    );
    assert.deepEqual(conditions, [
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
    const api = open();
    await api.apply(
      'deployments',
      api.manifest('removed', { replicas: 2 }),
      ARGO,
    );
    await api.rolledOut('removed');
    await api.delete('deployments', 'removed');
    await api.eventually('nothing of it is left', async () => {
      const sets = await api.list('replicasets', 'app=removed');
      const pods = await api.list('pods', 'app=removed');
      return sets.length === 0 && pods.length === 0;
    });
  });

  it('runs a Job to its end', async t => {
    const api = open();
    const { plane } = api;
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
}
