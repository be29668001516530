import type { PodObject } from '../kinds';
import { crashingOf } from './crashing';

const NOW = Date.parse('2026-11-19T02:10:00Z');

function pod(options: {
  waiting?: string;
  restarts?: number;
  endedAt?: string;
  reason?: string;
  readySince?: string;
}): PodObject {
  const {
    waiting,
    restarts = 0,
    endedAt,
    reason = 'Error',
    readySince,
  } = options;
  return {
    uid: 'p',
    name: 'p',
    resourceVersion: '1',
    owner: 'rs',
    isReady: readySince !== undefined,
    readySince,
    containers: [
      {
        name: 'app',
        restarts,
        waiting,
        ended: endedAt ? { reason, exitCode: 1, at: endedAt } : undefined,
      },
    ],
  };
}

const looping = pod({
  waiting: 'CrashLoopBackOff',
  restarts: 4,
  endedAt: '2026-11-19T02:08:00Z',
});
const fine = pod({ readySince: '2026-11-19T01:00:00Z' });

describe('crashingOf', () => {
  it('needs more than half of the pods', () => {
    expect(crashingOf([looping, fine], undefined, NOW)).toBeUndefined();
    expect(crashingOf([looping, looping, fine], undefined, NOW)).toMatchObject({
      pods: 2,
      of: 3,
      since: '2026-11-19T02:08:00Z',
      exitCode: 1,
    });
  });

  it('is nothing without pods', () => {
    expect(crashingOf([], undefined, NOW)).toBeUndefined();
  });

  it('goes on between two crashes, keeping its begin', () => {
    const between = pod({
      restarts: 5,
      endedAt: '2026-11-19T02:09:30Z',
      readySince: '2026-11-19T02:09:40Z',
    });
    const before = crashingOf([looping], undefined, NOW);
    expect(crashingOf([between], before, NOW)?.since).toBe(before?.since);
  });

  it('is over when a pod has been ready for a while', () => {
    const recovered = pod({
      restarts: 5,
      endedAt: '2026-11-19T02:05:00Z',
      readySince: '2026-11-19T02:05:10Z',
    });
    expect(crashingOf([recovered], undefined, NOW)).toBeUndefined();
  });

  it('does not call one restart a loop', () => {
    expect(
      crashingOf(
        [pod({ restarts: 1, endedAt: '2026-11-19T02:09:30Z' })],
        undefined,
        NOW,
      ),
    ).toBeUndefined();
  });

  it('names the memory limit as the reason', () => {
    const killed = pod({
      waiting: 'CrashLoopBackOff',
      restarts: 3,
      endedAt: '2026-11-19T02:09:30Z',
      reason: 'OOMKilled',
    });
    expect(crashingOf([killed], undefined, NOW)?.reason).toBe('OOMKilled');
  });
});
