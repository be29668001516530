import type { KnownJob } from '../interpret';
import type { JobObject, JobStatus } from '../kinds';
import { JobFamilies } from './JobFamilies';

function job(name: string, status: Partial<JobStatus>): JobObject {
  return {
    uid: `uid-${name}`,
    name,
    namespace: 'shop',
    status: { succeeded: 0, failed: 1, ...status },
  } as JobObject;
}
const failed = (name: string, endedAt: string) =>
  job(name, { state: 'failed', endedAt });
const succeeded = (name: string, endedAt: string) =>
  job(name, { state: 'succeeded', endedAt });

describe('JobFamilies', () => {
  const first = failed('migrate-v41', '2026-11-24T10:00:00Z');
  const note = {
    job: { uid: 'uid-migrate-v41', name: 'migrate-v41', namespace: 'shop' },
    standing: { failedAt: '2026-11-24T10:00:00Z', succeeded: 0, failed: 1 },
  };

  it('lets a failed Job count until a later one of its family succeeds', () => {
    const families = new JobFamilies();
    expect(families.seen(first)).toEqual([note]);
    expect(
      families.seen(succeeded('report-v1', '2026-11-24T11:00:00Z')),
    ).toEqual([]);
    expect(
      families.seen(succeeded('migrate-v40', '2026-11-24T09:00:00Z')),
    ).toEqual([]);
    expect(families.seen(job('migrate-v42', { state: 'running' }))).toEqual([]);
    expect(
      families.seen(succeeded('migrate-v42', '2026-11-24T11:00:00Z')),
    ).toEqual([{ ...note, standing: undefined }]);
  });

  it('knows one that was made good before it was read', () => {
    const families = new JobFamilies();
    families.seen(succeeded('migrate-v42', '2026-11-24T11:00:00Z'));
    expect(families.seen(first)).toEqual([]);
    expect(
      families.seen(failed('migrate-v43', '2026-11-24T12:00:00Z')),
    ).toHaveLength(1);
  });

  it('knows by what is remembered which one is made good', () => {
    const families = new JobFamilies();
    const run = { state: 'failed' as const, endedAt: '2026-11-24T10:00:00Z' };
    families.restored({ ...note.job, run } as KnownJob);
    expect(
      families.seen(succeeded('migrate-v42', '2026-11-24T11:00:00Z')),
    ).toEqual([{ ...note, standing: undefined }]);
  });

  it('forgets what is gone', () => {
    const families = new JobFamilies();
    families.seen(first);
    families.gone(note.job);
    expect(
      families.seen(succeeded('migrate-v42', '2026-11-24T11:00:00Z')),
    ).toEqual([]);
  });
});
