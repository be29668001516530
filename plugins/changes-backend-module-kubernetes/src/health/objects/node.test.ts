import { found, leanWorkload, troubled } from '../../__testUtils__/objectFacts';
import { NODE_ASPECT } from './node';

const silent = troubled('Node', 'node-2');
const pressed = (extra: object = {}) =>
  troubled('Node', 'node-1', object => ({
    ...object,
    ...extra,
    status: {
      conditions: [
        {
          type: 'MemoryPressure',
          status: 'True',
          reason: 'KubeletHasInsufficientMemory',
          message: 'kubelet has insufficient memory available',
          lastTransitionTime: '2026-11-24T17:30:00Z',
        },
        { type: 'Ready', status: 'True' },
      ],
    },
  }));
const born = '2026-11-24T16:57:49Z';

describe('a node in trouble', () => {
  it('is told to the workloads on it, from when its silence was noted', () => {
    const workloads = [leanWorkload({ deployment: { name: 'web' } })];
    expect(found(NODE_ASPECT, silent, { workloads })).toMatchObject([
      {
        detector: 'node',
        cause: 'Ready',
        severity: 'warning',
        title: 'node node-2 is not ready: its kubelet is silent',
        since: '2026-11-24T16:58:50Z',
        workloads: ['web'],
        isOpen: true,
        evidence: [
          {
            label: 'Condition',
            text: 'Ready: NodeStatusUnknown: Kubelet stopped posting node status.',
          },
        ],
      },
    ]);
    const soon = { now: '2026-11-24T17:30:59Z' };
    expect(found(NODE_ASPECT, pressed(), soon)).toMatchObject([
      {
        cause: 'MemoryPressure',
        title: 'node node-1 is short of memory',
        isOpen: false,
      },
    ]);
  });

  it('is silent while the node is young', () => {
    expect(silent.metadata.creationTimestamp).toBe(born);
    const before = { now: '2026-11-24T17:00:48Z' };
    expect(found(NODE_ASPECT, silent, before)).toEqual([]);
    const after = { now: '2026-11-24T17:00:49Z' };
    expect(found(NODE_ASPECT, silent, after)).toHaveLength(1);
  });

  it.each([
    ['it is well', troubled('Node', 'node-1')],
    ['it is only cordoned', troubled('Node', 'node-0')],
    ['it was taken out of service', pressed({ spec: { unschedulable: true } })],
    [
      'an autoscaler takes it away',
      pressed({
        spec: {
          taints: [
            { key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' },
          ],
        },
      }),
    ],
  ])('is silent where %s', (_, object) => {
    expect(found(NODE_ASPECT, object)).toEqual([]);
  });
});
