import { type JsonObject, at, listAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { nextPodStep } from './nextPodStep.ts';

const START = Date.parse('2026-11-18T00:00:00Z');

function newPod(
  behavior: string | undefined,
  options: { policy?: string; containers?: number } = {},
): KubernetesObject {
  const { policy = 'Always', containers = 1 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      uid: '5d3c9e1a-0000-4000-8000-000000000000',
      resourceVersion: '1',
      annotations: behavior ? { 'demo.ripple.dev/behavior': behavior } : {},
    },
    spec: {
      restartPolicy: policy,
      containers: Array.from({ length: containers }, (_, index) => ({
        name: `c${index}`,
        image: 'web:v1',
      })),
    },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  };
}

/** Lets a pod live for so many steps: what it was after each, and after how many seconds. */
function live(pod: KubernetesObject, steps: number) {
  const told: string[] = [];
  let current = pod;
  let now = START;
  for (let count = 0; count < steps; count++) {
    const step = nextPodStep(current);
    if (!step) break;
    now += step.afterMs;
    if (step.type === 'remove') {
      told.push('gone');
      break;
    }
    current = {
      ...current,
      ...(step.type === 'bind'
        ? { spec: { ...Object(current.spec), nodeName: 'node-1' } }
        : {}),
      status: step.status(now),
    };
    told.push(situation(current));
  }
  return { told, pod: current, seconds: (now - START) / 1000 };
}

function situation(pod: KubernetesObject): string {
  const [container] = listAt(pod, 'status', 'containerStatuses');
  const phase = String(at(pod, 'status', 'phase'));
  if (!container) return `${phase} scheduled`;
  const [[name, state]] = Object.entries(container.state as JsonObject);
  const reason = at(state, 'reason') ?? name;
  return `${phase} ${reason}${container.ready ? ' ready' : ''} ${
    container.restartCount
  }`;
}

describe('nextPodStep', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, ['Running running ready 0']],
    ['ready', ['Running running ready 0']],
    ['not-ready', ['Running running 0']],
    ['hang', []],
    [
      'no-pull',
      [
        'Pending ErrImagePull 0',
        'Pending ImagePullBackOff 0',
        'Pending ErrImagePull 0',
      ],
    ],
    [
      'crash',
      [
        'Running running 0',
        'Running Error 0',
        'Running running 1',
        'Running Error 1',
        'Running CrashLoopBackOff 1',
        'Running running 2',
        'Running Error 2',
        'Running CrashLoopBackOff 2',
      ],
    ],
    ['oom', ['Running running 0', 'Running OOMKilled 0', 'Running running 1']],
  ])('of a pod that is to be %s', (behavior, expected) => {
    const { told } = live(newPod(behavior), 2 + expected.length);
    expect(told).toEqual([
      'Pending scheduled',
      'Pending ContainerCreating 0',
      ...expected,
    ]);
  });

  it.each([
    [undefined, 'Never', 'Succeeded Completed 0'],
    ['fail', 'Never', 'Failed Error 0'],
    ['complete', 'OnFailure', 'Succeeded Completed 0'],
  ])('of a pod that is to be %s and restarted %s', (behavior, policy, end) => {
    const { told, pod } = live(newPod(behavior, { policy }), 10);
    expect(told.at(-1)).toBe(end);
    expect(nextPodStep(pod)).toBeUndefined();
  });

  it('remembers how a container ended, and waits longer each time', () => {
    const { pod, seconds } = live(newPod('crash'), 12);
    const [container] = listAt(pod, 'status', 'containerStatuses');
    expect(at(container, 'lastState', 'terminated', 'exitCode')).toBe(1);
    const later = live(newPod('crash'), 15);
    expect(later.seconds - seconds).toBeGreaterThan(20);
    const much = live(newPod('crash'), 60);
    expect(nextPodStep(much.pod)!.afterMs).toBeLessThanOrEqual(300_000);
  });

  it('lets a running pod fall ill and get well again', () => {
    const { pod } = live(newPod('ready'), 9);
    const as = (behavior: string, of: KubernetesObject) => ({
      ...of,
      metadata: {
        ...of.metadata,
        annotations: { 'demo.ripple.dev/behavior': behavior },
      },
    });
    const ill = live(as('not-ready', pod), 9);
    expect(ill.told).toEqual(['Running running 0']);
    const well = live(as('ready', ill.pod), 9);
    expect(well.told).toEqual(['Running running ready 0']);
    const crashed = live(as('crash', pod), 1);
    expect(crashed.told).toEqual(['Running Error 0']);
    const restarted = live(as('ready', crashed.pod), 9);
    expect(restarted.told).toEqual(['Running running ready 1']);
  });

  it('lets only the first of several containers misbehave', () => {
    const { pod } = live(newPod('crash', { containers: 2 }), 5);
    const states = listAt(pod, 'status', 'containerStatuses').map(
      ({ ready, restartCount }) => [ready, restartCount],
    );
    expect(states).toEqual([
      [false, 1],
      [true, 0],
    ]);
  });

  it('ends a pod that is deleted', () => {
    const { pod } = live(newPod('ready'), 9);
    const { told, seconds } = live(
      {
        ...pod,
        metadata: {
          ...pod.metadata,
          deletionTimestamp: '2026-11-18T00:01:00Z',
        },
      },
      9,
    );
    expect(told).toEqual(['gone']);
    expect(seconds).toBeLessThan(5);
  });
});
