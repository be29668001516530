import { workloadFacts, podOf } from '../__testUtils__/workloadFacts';
import { WORKLOAD_DETECTORS } from './detectors';
import { DEFAULT_HEALTH_SETTINGS } from './HealthSettings';
import { judge } from './judge';

const NOW = '2026-11-19T03:00:00Z';

function judged(
  draft: Parameters<typeof workloadFacts>[0],
  settings = DEFAULT_HEALTH_SETTINGS,
) {
  const { found, absorbed } = judge(WORKLOAD_DETECTORS, workloadFacts(draft), {
    now: NOW,
    settings,
    isTold: () => true,
  });
  return { found, absorbed: [...absorbed] };
}

const crashing = (name: string, reason = 'Error', exitCode = 1) =>
  podOf({
    name,
    isReady: false,
    containers: [
      {
        name: 'app',
        restarts: 4,
        waiting: 'CrashLoopBackOff',
        ended: { reason, exitCode, at: '2026-11-19T02:59:30Z' },
      },
    ],
  });

describe('judge', () => {
  it('tells of many pods that crash as one issue, and of the shortage as evidence of it', () => {
    const pods = Array.from({ length: 50 }, (_, index) =>
      crashing(`rest-api-${String(index).padStart(2, '0')}`),
    );
    const { found, absorbed } = judged({
      deployment: { replicas: 50, status: { readyReplicas: 0 } },
      pods,
    });
    expect(found).toEqual([
      expect.objectContaining({
        detector: 'crash-loop',
        cause: 'app',
        severity: 'critical',
        evidence: expect.arrayContaining([
          expect.objectContaining({
            label: 'Replicas',
            text: expect.stringMatching(/^0 of 50 ready/),
          }),
          expect.objectContaining({
            label: 'Pods',
            text: expect.stringMatching(/^50 of 50: .*and 40 more$/),
          }),
        ]),
      }),
    ]);
    expect(absorbed).toEqual(['availability']);
  });

  it('lets the deeper reason speak: memory, not that the container crashes', () => {
    const { found, absorbed } = judged({
      deployment: { replicas: 1, status: { readyReplicas: 0 } },
      pods: [crashing('rest-api-1', 'OOMKilled', 137)],
    });
    expect(found.map(({ detector }) => detector)).toEqual(['oom-killed']);
    expect(absorbed).toContain('crash-loop/app');
  });

  it('tells of a shortage that is worse than what is known of its pods', () => {
    const { found } = judged({
      deployment: { replicas: 10, status: { readyReplicas: 2 } },
      pods: [
        crashing('a'),
        ...['b', 'c', 'd'].map(name => podOf({ name, isReady: true })),
      ],
    });
    expect(found.map(({ detector, severity }) => [detector, severity])).toEqual(
      [
        ['crash-loop', 'warning'],
        ['availability', 'critical'],
      ],
    );
  });

  it('leaves out what is switched off', () => {
    const { found } = judged(
      {
        deployment: { replicas: 1, status: { readyReplicas: 0 } },
        pods: [crashing('a')],
      },
      { ...DEFAULT_HEALTH_SETTINGS, off: ['crash-loop'] },
    );
    expect(found.map(({ detector }) => detector)).toEqual(['availability']);
  });
});
