import { podObject } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { evicted } from './evicted';

/** A pod as a kubelet leaves it behind: `pkg/kubelet/eviction/eviction_manager.go`. */
function left(message: string, reason = 'Evicted') {
  return podObject({
    status: {
      state: { terminated: { exitCode: 137, reason: 'Error' } },
      ready: false,
    },
    pod: {
      phase: 'Failed',
      reason,
      message,
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          lastTransitionTime: '2026-11-19T02:40:01Z',
        },
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'TerminationByKubelet',
          lastTransitionTime: '2026-11-19T02:40:00Z',
        },
      ],
    },
  });
}

const LOW =
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container app was using 2Gi, request is 1Gi, has larger consumption of memory. ';

function detect(
  message: string,
  options: { ready?: number; now?: string; reason?: string } = {},
) {
  const { ready = 2, now = '2026-11-19T02:45:00Z', reason } = options;
  return evicted.detect(
    workloadFacts({
      deployment: { replicas: 3, status: { readyReplicas: ready } },
      pods: [left(message, reason)],
    }),
    now,
    DEFAULT_HEALTH_SETTINGS,
  ).findings;
}

describe('evicted', () => {
  it.each([
    [LOW, 'pods were evicted: the node was low on memory'],
    [
      'The node had condition: [DiskPressure]. ',
      'pods were evicted: the node was under DiskPressure',
    ],
    [
      'Usage of EmptyDir volume "cache" exceeds the limit "1Gi". ',
      'pods were evicted: Usage of EmptyDir volume "cache" exceeds the limit "1Gi"',
    ],
    [
      'Container app exceeded its local ephemeral storage limit "2Gi". ',
      'pods were evicted: Container app exceeded its local ephemeral storage limit "2Gi"',
    ],
  ])('%s', (message, title) => {
    expect(detect(message)).toEqual([
      expect.objectContaining({
        title,
        severity: 'warning',
        since: '2026-11-19T02:40:00Z',
      }),
    ]);
  });

  it('is no harm once others have taken their place', () => {
    expect(detect(LOW, { ready: 3 })[0].severity).toBe('info');
    expect(detect(LOW, { ready: 0 })[0].severity).toBe('critical');
  });

  it('is silent about what lies there of long ago, and about a node that was shut down', () => {
    expect(detect(LOW, { now: '2026-11-19T02:50:00Z' })).toEqual([]);
    expect(
      detect('Pod was terminated in response to imminent node shutdown.', {
        reason: 'Terminated',
      }),
    ).toEqual([]);
  });
});
