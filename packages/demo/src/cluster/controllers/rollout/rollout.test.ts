import { at, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import type { Manifest } from '../../KubernetesObject.ts';
import { TestWorld } from '../../__testUtils__/TestWorld.ts';
import { NAMESPACE } from '../../__testUtils__/deployments.ts';

const ARGO = { manager: 'argocd-controller' };
const KUBECTL = { manager: 'kubectl-argo-rollouts' };
const MINUTE_MS = 60_000;
const LABELS = { app: 'cart' };

const canary = (version: string, steps: object[]): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'cart', namespace: NAMESPACE },
  spec: {
    replicas: 5,
    selector: { matchLabels: LABELS },
    strategy: { canary: { steps } },
    template: {
      metadata: { labels: LABELS },
      spec: { containers: [{ name: 'cart', image: `cart:${version}` }] },
    },
  },
});
const STEPS = [
  { setWeight: 20 },
  { pause: { duration: '5m' } },
  { setWeight: 60 },
  { pause: {} },
];

describe('Argo Rollouts', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await TestWorld.start();
    world.cluster.apply(canary('v1', STEPS), ARGO);
    await world.pass(MINUTE_MS);
  });
  afterEach(() => world.close());

  const status = () =>
    objectAt(world.cluster.get('Rollout', NAMESPACE, 'cart'), 'status');
  const pods = () => {
    const counts: Record<string, number> = {};
    for (const pod of world.cluster.list('Pod', NAMESPACE)) {
      if (pod.metadata.deletionTimestamp) continue;
      const [{ image }] = listAt(pod, 'spec', 'containers');
      counts[String(image)] = (counts[String(image)] ?? 0) + 1;
    }
    return counts;
  };

  it('needs no steps for the first template', () => {
    expect(pods()).toEqual({ 'cart:v1': 5 });
    expect(status()).toMatchObject({
      phase: 'Healthy',
      availableReplicas: 5,
      updatedReplicas: 5,
      currentStepIndex: 4,
      observedGeneration: '1',
    });
    expect(status().stableRS).toBe(status().currentPodHash);
  });

  it('goes step by step, waits, and goes on where somebody promotes it', async () => {
    world.cluster.apply(canary('v2', STEPS), ARGO);
    await world.pass(MINUTE_MS);
    expect(pods()).toEqual({ 'cart:v1': 4, 'cart:v2': 1 });
    expect(status()).toMatchObject({
      phase: 'Paused',
      currentStepIndex: 1,
      pauseConditions: [{ reason: 'CanaryPauseStep' }],
    });
    await world.pass(5 * MINUTE_MS);
    expect(pods()).toEqual({ 'cart:v1': 2, 'cart:v2': 3 });
    expect(status()).toMatchObject({ phase: 'Paused', currentStepIndex: 3 });
    await world.pass(60 * MINUTE_MS);
    expect(status()).toMatchObject({ currentStepIndex: 3 });

    world.cluster.updateStatus(
      'Rollout',
      NAMESPACE,
      'cart',
      ({ pauseConditions: _, ...rest }) => rest,
      KUBECTL,
    );
    await world.pass(MINUTE_MS);
    expect(pods()).toEqual({ 'cart:v2': 5 });
    expect(status()).toMatchObject({ phase: 'Healthy', currentStepIndex: 4 });
    expect(status().stableRS).toBe(status().currentPodHash);
    const { metadata } = world.cluster.get('Rollout', NAMESPACE, 'cart')!;
    expect(metadata.annotations?.['rollout.argoproj.io/revision']).toBe('2');
    // Nothing more happens.
    const { revision } = world.cluster;
    await world.pass(60 * MINUTE_MS);
    expect(world.cluster.revision).toBe(revision);
  });

  it('goes back where somebody aborts it, and is well again with the former template', async () => {
    world.cluster.apply(canary('v2', STEPS), ARGO);
    await world.pass(7 * MINUTE_MS);
    expect(pods()).toEqual({ 'cart:v1': 2, 'cart:v2': 3 });
    world.cluster.updateStatus(
      'Rollout',
      NAMESPACE,
      'cart',
      before => ({ ...before, abort: true }),
      KUBECTL,
    );
    await world.pass(MINUTE_MS);
    expect(pods()).toEqual({ 'cart:v1': 5 });
    expect(status()).toMatchObject({
      phase: 'Degraded',
      abort: true,
      currentStepIndex: 0,
      message: 'RolloutAborted: Rollout aborted update to revision 2',
    });
    expect(textAt(status(), 'abortedAt')).toBeDefined();

    world.cluster.apply(canary('v1', STEPS), ARGO);
    await world.pass(MINUTE_MS);
    expect(status()).toMatchObject({ phase: 'Healthy' });
    expect(at(status(), 'abort')).toBeUndefined();
    expect(numberAt(status(), 'availableReplicas')).toBe(5);
  });
});
