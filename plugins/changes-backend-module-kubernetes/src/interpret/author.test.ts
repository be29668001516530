import { managedField } from '../__testUtils__/objects';
import { authorOf, writersOf } from './author';

const APPLIED = managedField('kubectl-client-side-apply', {
  time: '2026-11-19T02:00:00Z',
  fields: ['spec.syncPolicy', 'spec.project'],
});
const before = writersOf([APPLIED]);
const seen = (now: string, gapFrom?: string) => ({
  now: `2026-11-19T${now}Z`,
  ...(gapFrom ? { gapFrom: `2026-11-19T${gapFrom}Z` } : {}),
});
const changed = { path: 'spec.project', before: 'a', after: 'b' };

describe('authorOf', () => {
  it('takes a second write of one writer within a second for its own', () => {
    expect(
      authorOf([APPLIED], before, [changed], seen('02:00:01')),
    ).toMatchObject({ manager: 'kubectl-client-side-apply' });
    // Read late, after a pause.
    expect(
      authorOf([APPLIED], before, [changed], seen('03:00:00', '01:59:00')),
    ).toMatchObject({ manager: 'kubectl-client-side-apply' });
  });

  it('does not take an old write for a new one', () => {
    expect(
      authorOf([APPLIED], before, [changed], seen('02:05:00')),
    ).toBeUndefined();
  });

  it('names nobody for what was taken away, of which the object keeps no trace', () => {
    const removed = {
      path: 'spec.syncPolicy.automated',
      before: { prune: true },
    };
    expect(
      authorOf([APPLIED], before, [removed], seen('02:00:00')),
    ).toBeUndefined();
  });
});
