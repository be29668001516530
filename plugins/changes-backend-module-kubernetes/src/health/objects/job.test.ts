import { found } from '../../__testUtils__/objectFacts';
import { JOB_ASPECT, familyOf } from './job';

const failed = {
  object: { name: 'import-v41' },
  standing: {
    failedAt: '2026-11-24T16:57:54Z',
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
    succeeded: 0,
    failed: 3,
  },
};

describe('a Job that failed', () => {
  it('says how', () => {
    expect(found(JOB_ASPECT, failed)).toMatchObject([
      {
        detector: 'job-failed',
        severity: 'warning',
        title: 'Job import-v41 gave up after 3 failed pods',
        since: '2026-11-24T16:57:54Z',
        isOpen: true,
        evidence: [
          {
            label: 'Condition',
            text: 'BackoffLimitExceeded: Job has reached the specified backoff limit',
          },
          { label: 'Pods', text: '0 succeeded, 3 failed' },
        ],
      },
    ]);
  });

  it('counts for a day', () => {
    const look = (now: string) => found(JOB_ASPECT, failed, { now });
    expect(look('2026-11-25T16:57:53Z')).toHaveLength(1);
    expect(look('2026-11-25T16:57:54Z')).toEqual([]);
  });
});

describe('familyOf', () => {
  it.each([
    ['orders-migrate-v41', 'orders-migrate'],
    ['orders-migrate-1.4.2', 'orders-migrate'],
    ['smoke-test-x7k2p', 'smoke-test'],
    ['backup-1732440000', 'backup'],
    ['seed-3f9c2e1d', 'seed'],
    ['report', 'report'],
    ['load-users', 'load-users'],
    ['sync-s3', 'sync-s3'],
  ])('%s is of %s', (name, family) => {
    expect(familyOf(name)).toBe(family);
  });
});
