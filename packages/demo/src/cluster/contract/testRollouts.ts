import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at, listAt, objectAt } from '../json.ts';
import type { ControlPlane } from './ControlPlane.ts';
import {
  conditionsOf,
  isRolledOut,
  replicasOf,
  revisionOf,
} from './reading.ts';

const ARGO = 'argocd-controller';

/** What is told of Deployments while they roll out and scale. */
export function testRollouts(open: () => ControlPlane): void {
  it('rolls a new template out, step by step', async () => {
    const api = open();
    const { plane } = api;
    await api.apply(
      'deployments',
      api.manifest('rolled', { replicas: 4 }),
      ARGO,
    );
    const first = await api.rolledOut('rolled');
    assert.equal(revisionOf(first), '1');
    const [firstSet] = await api.setsOf('rolled');
    const changed = await api.apply(
      'deployments',
      api.manifest('rolled', { replicas: 4, image: plane.images.new }),
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
    // What the sets want, not what they have counted: a set's status follows when it can.
    const wanted = await api.wantedOfSets(firstSet, changed);
    assert.ok(wanted.length > 1);
    assert.ok(
      wanted.every(replicas => replicas <= 5),
      `at most one more than wanted: ${wanted}`,
    );
    for (const step of steps) {
      const { availableReplicas = 0 } = objectAt(step, 'status') as Record<
        string,
        number
      >;
      assert.ok(availableReplicas >= 3, 'at most one fewer than wanted');
      assert.ok(
        conditionsOf(step).includes('Available True MinimumReplicasAvailable'),
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

    const [old, next] = await api.setsOf('rolled');
    assert.deepEqual([old, next].map(replicasOf), [0, 4]);
    assert.deepEqual([old, next].map(revisionOf), ['1', '2']);
    for (const set of [old, next]) {
      const [owner] = set.metadata.ownerReferences ?? [];
      assert.equal(owner.uid, first.metadata.uid);
      assert.equal(owner.controller, true);
      const hash = set.metadata.labels?.['pod-template-hash'];
      assert.equal(set.metadata.name, `rolled-${hash}`);
    }
    await api.eventually('only pods of the new template are left', async () => {
      const pods = await api.list('pods', 'app=rolled');
      return (
        pods.length === 4 &&
        pods.every(
          pod =>
            pod.metadata.ownerReferences?.[0].uid === next.metadata.uid &&
            conditionsOf(pod).some(text => text.startsWith('Ready True')),
        )
      );
    });
  });

  it('stays available when the number and the template change at once', async () => {
    const api = open();
    const { plane } = api;
    await api.apply('deployments', api.manifest('cut', { replicas: 20 }), ARGO);
    await api.rolledOut('cut');
    const changed = await api.apply(
      'deployments',
      api.manifest('cut', { replicas: 4, image: plane.images.new }),
      ARGO,
    );
    const steps = await api.told('deployments', changed, isRolledOut);
    for (const step of steps) {
      assert.ok(
        conditionsOf(step).includes('Available True MinimumReplicasAvailable'),
      );
    }
    const [old, next] = await api.setsOf('cut');
    assert.deepEqual([old, next].map(replicasOf), [0, 4]);
  });

  it('says that a rollout fails, and takes a former template up again', async () => {
    const api = open();
    const { plane } = api;
    const good = () => api.manifest('failing', { replicas: 3, deadline: 4 });
    await api.apply('deployments', good(), ARGO);
    await api.rolledOut('failing');
    await api.apply(
      'deployments',
      api.manifest('failing', {
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
      conditionsOf(failed).includes('Available True MinimumReplicasAvailable'),
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
    const back = await api.rolledOut('failing');
    assert.equal(revisionOf(back), '3');
    const [dropped, reused] = await api.setsOf('failing');
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
    const api = open();
    await api.apply(
      'deployments',
      api.manifest('scaled', { replicas: 2 }),
      ARGO,
    );
    const before_ = await api.rolledOut('scaled');
    await api.apply(
      'deployments',
      api.manifest('scaled', { replicas: 6 }),
      ARGO,
    );
    const up = await api.rolledOut('scaled');
    await api.apply(
      'deployments',
      api.manifest('scaled', { replicas: 1 }),
      ARGO,
    );
    const down = await api.rolledOut('scaled');
    assert.deepEqual([before_, up, down].map(revisionOf), ['1', '1', '1']);
    const [since, ...later] = [before_, up, down].map(object =>
      listAt(object, 'status', 'conditions').find(
        ({ type }) => type === 'Progressing',
      ),
    );
    for (const condition of later) assert.deepEqual(condition, since);
    const [set] = await api.setsOf('scaled');
    assert.equal(
      set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'],
      '1',
    );
  });
}
