import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at, numberAt, textAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { ControlPlane } from './ControlPlane.ts';
import { conditionsOf } from './reading.ts';

const ARGO = 'argocd-controller';
const WARNINGS = 'type=Warning,involvedObject.kind=Pod';

/** What tells how a workload is, beside its pods: what components warn about, and what budgets allow. */
export function testHealth(open: () => ControlPlane): void {
  it('warns of an image that cannot be pulled, in a list and in a watch', async () => {
    const api = open();
    const { plane } = api;
    const manifest = api.manifest('unpulled', {
      replicas: 1,
      image: plane.images.missing,
      annotations: { ...plane.quick, ...plane.missingImage },
    });
    await api.apply('deployments', manifest, ARGO);
    const [pod] = await api.eventually('its pod is there', async () => {
      const pods = await api.list('pods', 'app=unpulled');
      return pods.length > 0 && pods;
    });
    const isOfPod = (event: KubernetesObject) =>
      at(event, 'involvedObject', 'uid') === pod.metadata.uid;
    const said = await api.eventually('the kubelet warns of it', async () => {
      const events = await api.list('events', '', WARNINGS);
      assert.ok(events.every(event => at(event, 'type') === 'Warning'));
      return events.find(
        event => isOfPod(event) && /not found/.test(String(event.message)),
      );
    });
    assert.equal(said.reason, 'Failed');
    assert.match(String(said.message), /^Failed to pull image /);
    assert.equal(textAt(said, 'source', 'component'), 'kubelet');
    assert.ok(textAt(said, 'source', 'host'));
    assert.equal(
      textAt(said, 'involvedObject', 'fieldPath'),
      'spec.containers{app}',
    );
    assert.ok(numberAt(said, 'count')! >= 1);
    assert.ok(
      textAt(said, 'firstTimestamp')! <= textAt(said, 'lastTimestamp')!,
    );

    const lines = await api.watch('events', { fieldSelector: WARNINGS });
    for await (const { object } of lines) {
      const event = object as KubernetesObject;
      assert.equal(event.type, 'Warning');
      if (isOfPod(event)) break;
    }
    await api.delete('deployments', 'unpulled');
  });

  it('says of a budget how many pods may go', async () => {
    const api = open();
    await api.apply(
      'deployments',
      api.manifest('budgeted', { replicas: 3 }),
      ARGO,
    );
    await api.rolledOut('budgeted');
    const budget = (name: string, limit: object) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { selector: { matchLabels: { app: 'budgeted' } }, ...limit },
    });
    const counts = (name: string, expected: (string | number)[]) =>
      api.eventually(`${name} is ${expected}`, async () => {
        const found = await api.get('poddisruptionbudgets', name);
        const said = [
          ...[
            'expectedPods',
            'currentHealthy',
            'desiredHealthy',
            'disruptionsAllowed',
          ].map(field => numberAt(found, 'status', field)),
          ...conditionsOf(found),
        ];
        return JSON.stringify(said) === JSON.stringify(expected);
      });
    await api.apply(
      'poddisruptionbudgets',
      budget('two', { minAvailable: 2 }),
      ARGO,
    );
    await counts('two', [3, 3, 2, 1, 'DisruptionAllowed True SufficientPods']);
    await api.apply(
      'poddisruptionbudgets',
      budget('most', { minAvailable: '80%' }),
      ARGO,
    );
    await counts('most', [
      ...[3, 3, 3, 0],
      'DisruptionAllowed False InsufficientPods',
    ]);
    await api.patch(
      'deployments',
      'budgeted',
      { spec: { replicas: 1 } },
      { type: 'merge', manager: ARGO },
    );
    await counts('two', [
      ...[1, 1, 2, 0],
      'DisruptionAllowed False InsufficientPods',
    ]);
  });
}
