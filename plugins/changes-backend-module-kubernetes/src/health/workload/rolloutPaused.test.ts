import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { rolloutPaused } from './rolloutPaused';

const NOW = '2026-11-19T03:00:00Z';

function detect(facts: Parameters<typeof workloadFacts>[0]) {
  return rolloutPaused.detect(
    workloadFacts(facts),
    NOW,
    DEFAULT_HEALTH_SETTINGS,
  ).findings;
}

const paused = {
  paused: true,
  replicas: 4,
  status: { updatedReplicas: 1 },
  conditions: [
    {
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentPaused',
      lastUpdateTime: '2026-11-19T01:00:05Z',
    },
  ],
};

describe('rolloutPaused', () => {
  it('tells how far a paused rollout got, from the moment of the pause', () => {
    expect(detect({ deployment: paused })).toEqual([
      expect.objectContaining({
        severity: 'warning',
        title: 'rollout paused with 1 of 4 replicas updated',
        since: '2026-11-19T01:00:05Z',
        afterSeconds: 3600,
      }),
    ]);
  });

  it('is silent where nothing waits for the pause to end', () => {
    const { status: _, ...idle } = paused;
    expect(detect({ deployment: idle })).toEqual([]);
    expect(detect({ deployment: { ...paused, replicas: 0 } })).toEqual([]);
    expect(detect({})).toEqual([]);
  });

  it('is silent where pods are replaced only when they are deleted', () => {
    const phase = { state: 'paused' as const, isMoving: true };
    expect(detect({ workload: { phase } })).toHaveLength(1);
    expect(
      detect({ workload: { phase: { ...phase, waitsForDeletion: true } } }),
    ).toEqual([]);
  });
});
