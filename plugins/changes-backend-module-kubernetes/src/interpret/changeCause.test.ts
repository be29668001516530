import { changeCauseOf } from './changeCause';

const manifest = (cause?: string) => ({
  metadata: {
    annotations:
      cause === undefined ? {} : { 'kubernetes.io/change-cause': cause },
  },
});
const told = (before: unknown, after: unknown, more = {}) =>
  changeCauseOf({
    kind: 'deployment',
    key: 'uid/2',
    before,
    after,
    ...more,
  } as Parameters<typeof changeCauseOf>[0]).map(({ text }) => text);

describe('changeCauseOf', () => {
  it('believes what came with the change, not what was left by an earlier one', () => {
    expect(told(manifest('v1'), manifest('v2'))).toEqual(['v2']);
    expect(told(manifest(), manifest('v2'))).toEqual(['v2']);
    expect(told(manifest('v1'), manifest('v1'))).toEqual([]);
    expect(told(manifest('v1'), manifest())).toEqual([]);
  });

  it('takes that of a new object, and of one first seen not', () => {
    expect(told(undefined, manifest('v1'), { key: 'uid/created' })).toEqual([
      'v1',
    ]);
    expect(told(undefined, manifest('v1'), { key: 'uid/rev/3' })).toEqual([]);
  });

  it('does not take what a rollback brought back', () => {
    expect(told(manifest('v2'), manifest('v1'), { kind: 'rollback' })).toEqual(
      [],
    );
  });
});
