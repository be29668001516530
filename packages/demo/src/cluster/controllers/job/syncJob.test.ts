import type { KubernetesObject } from '../../KubernetesObject.ts';
import { listAt } from '../../json.ts';
import { syncJob } from './syncJob.ts';

const NOW = Date.parse('2026-11-18T00:00:00Z');

const job = (spec: object = {}, status: object = {}): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'nightly', uid: 'a', resourceVersion: '1' },
  spec: { parallelism: 1, completions: 1, backoffLimit: 2, ...spec },
  status,
});
const pod = (phase: string, endedAt = NOW): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: phase, uid: phase, resourceVersion: '1' },
  status: {
    phase,
    containerStatuses: [
      {
        state: { terminated: { finishedAt: new Date(endedAt).toISOString() } },
      },
    ],
  },
});
const ends = (status: object | undefined) =>
  listAt({ status }, 'status', 'conditions').map(
    ({ type, reason }) => `${type} ${reason}`,
  );

describe('syncJob', () => {
  it.each<[string, object, KubernetesObject[], number]>([
    ['begins with one pod', {}, [], 1],
    ['waits for it', {}, [pod('Running')], 0],
    ['runs several side by side', { parallelism: 3, completions: 5 }, [], 3],
    [
      'makes no more than are missing',
      { parallelism: 3, completions: 3 },
      [pod('Succeeded'), pod('Succeeded')],
      1,
    ],
    ['waits after a failure', {}, [pod('Failed')], 0],
    ['then tries again', {}, [pod('Failed', NOW - 10_000)], 1],
  ])('%s', (_, spec, pods, create) => {
    expect(syncJob({ job: job(spec), pods, now: NOW }).create).toBe(create);
  });

  it('says that it is complete', () => {
    const { status, create } = syncJob({
      job: job(),
      pods: [pod('Succeeded')],
      now: NOW,
    });
    expect(create).toBe(0);
    expect(ends(status)).toEqual([
      'SuccessCriteriaMet CompletionsReached',
      'Complete CompletionsReached',
    ]);
    expect(status).toMatchObject({
      succeeded: 1,
      completionTime: '2026-11-18T00:00:00Z',
    });
  });

  it('gives up after too many failures', () => {
    const failed = [1, 2, 3].map(() => pod('Failed'));
    const { status, create, recheckAt } = syncJob({
      job: job(),
      pods: failed,
      now: NOW,
    });
    expect({ create, recheckAt }).toEqual({ create: 0, recheckAt: undefined });
    expect(ends(status)).toEqual([
      'FailureTarget BackoffLimitExceeded',
      'Failed BackoffLimitExceeded',
    ]);
  });

  it('is removed when it ended long enough ago, where that is wanted', () => {
    const { status } = syncJob({
      job: job(),
      pods: [pod('Succeeded')],
      now: NOW,
    });
    const look = (spec: object, now: number) =>
      syncJob({ job: job(spec, status), pods: [], now });
    expect(look({}, NOW + 9e9).isExpired).toBe(false);
    const ttl = { ttlSecondsAfterFinished: 60 };
    expect(look(ttl, NOW).recheckAt).toBe(NOW + 60_000);
    expect(look(ttl, NOW + 60_000).isExpired).toBe(true);
  });
});
