import {
  workloadFacts,
  type WorkloadFactsDraft,
} from '../../__testUtils__/workloadFacts';
import {
  DEFAULT_HEALTH_SETTINGS,
  type HealthSettings,
} from '../HealthSettings';
import { availability } from './availability';

const NOW = '2026-11-19T03:00:00Z';

function detect(
  draft: WorkloadFactsDraft,
  settings: HealthSettings = DEFAULT_HEALTH_SETTINGS,
) {
  const { findings, recheckAt } = availability.detect(
    workloadFacts(draft),
    NOW,
    settings,
  );
  return {
    said: findings.map(({ severity, title }) => `${severity}: ${title}`),
    recheckAt,
  };
}

const ready = (count: number, replicas = 10) => ({
  replicas,
  status: { readyReplicas: count, availableReplicas: count },
});
const progressing = (reason: string, status = 'True') => [
  { type: 'Progressing', status, reason },
];

describe('availability', () => {
  it.each([
    ['all are ready', ready(10), []],
    ['some are missing', ready(9), ['warning: 9 of 10 replicas ready']],
    ['half are there', ready(5), ['warning: 5 of 10 replicas ready']],
    ['less than half are', ready(4), ['critical: 4 of 10 replicas ready']],
    ['none is', ready(0), ['critical: none of 10 replicas ready']],
    [
      'one of one is missing',
      ready(0, 1),
      ['critical: none of 1 replicas ready'],
    ],
    ['it was scaled to zero', ready(0, 0), []],
  ])('when %s', (_, deployment, said) => {
    expect(detect({ deployment }).said).toEqual(said);
  });

  it('goes by the PodDisruptionBudgets of the workload, the strictest first, else by the setting', () => {
    const budgets = [
      { name: 'loose', minAvailable: 1 },
      { name: 'strict', maxUnavailable: '10%' },
    ];
    expect(detect({ deployment: ready(8), budgets }).said).toEqual([
      'critical: 8 of 10 replicas ready',
    ]);
    expect(detect({ deployment: ready(9), budgets }).said).toEqual([
      'warning: 9 of 10 replicas ready',
    ]);
    const settings = {
      ...DEFAULT_HEALTH_SETTINGS,
      availability: { afterSeconds: 30, minAvailable: '100%' },
    };
    expect(detect({ deployment: ready(9) }, settings).said).toEqual([
      'critical: 9 of 10 replicas ready',
    ]);
  });

  it('is silent during a rollout that makes progress, not during one that was given up', () => {
    const rolling = (reason: string, status?: string) => ({
      deployment: {
        replicas: 3,
        status: { readyReplicas: 2, updatedReplicas: 1 },
        conditions: progressing(reason, status),
      },
    });
    expect(detect(rolling('ReplicaSetUpdated')).said).toEqual([]);
    expect(detect(rolling('ProgressDeadlineExceeded', 'False')).said).toEqual([
      'warning: 2 of 3 replicas ready',
    ]);
  });

  it('is not silent when what was available broke during the rollout', () => {
    const conditions = [
      ...progressing('ReplicaSetUpdated'),
      {
        type: 'Available',
        status: 'False',
        lastTransitionTime: '2026-11-19T02:58:00Z',
      },
    ];
    const open = {
      rollout: {
        key: 'd1/2',
        kind: 'deployment',
        title: 'rest-api deployed v2',
        severity: 'info' as const,
        start: '2026-11-19T02:55:00Z',
        generation: 2,
        steps: [],
        toldAt: '2026-11-19T02:55:00Z',
      },
    };
    const status = { readyReplicas: 1, updatedReplicas: 1, replicas: 4 };
    expect(
      detect({
        deployment: { replicas: 4, status, conditions },
        workload: { open },
      }).said,
    ).toEqual(['critical: 1 of 4 replicas ready']);
    expect(
      detect({
        deployment: { replicas: 4, status, conditions, strategy: 'Recreate' },
        workload: { open },
      }).said,
    ).toEqual([]);
  });

  it('is silent while more pods are wanted and none of those before is missing, for as long as that makes steps', () => {
    const scaled = (now: number, lastStep: string) => ({
      deployment: ready(now, 8),
      workload: {
        open: {
          scale: {
            key: 'd1/2',
            kind: 'scale',
            title: 'rest-api scaled 3 → 8',
            severity: 'info' as const,
            start: '2026-11-19T02:50:00Z',
            generation: 2,
            steps: [
              { at: '2026-11-19T02:50:00Z', desired: 8, ready: 3, updated: 8 },
              { at: lastStep, desired: 8, ready: now, updated: 8 },
            ],
            toldAt: lastStep,
          },
        },
      },
    });
    expect(detect(scaled(5, '2026-11-19T02:59:00Z'))).toEqual({
      said: [],
      recheckAt: '2026-11-19T03:09:00.000Z',
    });
    expect(detect(scaled(2, '2026-11-19T02:59:00Z')).said).toHaveLength(1);
    expect(detect(scaled(5, '2026-11-19T02:49:00Z')).said).toHaveLength(1);
  });
});
