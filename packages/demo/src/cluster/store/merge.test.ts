import { merge, mergePatch, share, strategicMergePatch } from './merge.ts';

describe('merge', () => {
  it('lays a configuration over an object', () => {
    const live = {
      metadata: { labels: { a: '1', b: '2' } },
      spec: { containers: [{ name: 'app', image: 'x' }, { name: 'side' }] },
    };
    const config = {
      metadata: { labels: { a: '3' } },
      spec: { containers: [{ name: 'new' }, { name: 'app', image: 'y' }] },
    };
    expect(merge(live, config)).toEqual({
      metadata: { labels: { a: '3', b: '2' } },
      spec: {
        containers: [
          { name: 'app', image: 'y' },
          { name: 'side' },
          { name: 'new' },
        ],
      },
    });
  });
});

describe('mergePatch', () => {
  it.each([
    [{ a: 1, b: { c: 2 } }, { b: { c: null, d: 3 } }, { a: 1, b: { d: 3 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [undefined, { a: null, b: 1 }, { b: 1 }],
  ])('of %j with %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });
});

describe('strategicMergePatch', () => {
  const target = {
    containers: [
      {
        name: 'app',
        image: 'x',
        env: [{ name: 'A', value: '1' }],
        args: ['a'],
      },
      { name: 'side', image: 'y' },
    ],
    finalizers: ['a', 'b'],
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
  };

  it.each([
    [
      'changes an item by its key',
      { containers: [{ name: 'app', image: 'z' }] },
      {
        containers: [
          { ...target.containers[0], image: 'z' },
          target.containers[1],
        ],
      },
    ],
    [
      'ignores the order that kubectl sends along',
      {
        '$setElementOrder/containers': [{ name: 'side' }, { name: 'app' }],
        containers: [{ name: 'side', image: 'z' }],
      },
      { containers: [target.containers[0], { name: 'side', image: 'z' }] },
    ],
    [
      'deletes an item',
      { containers: [{ name: 'side', $patch: 'delete' }] },
      { containers: [target.containers[0]] },
    ],
    [
      'replaces a list without keys',
      { containers: [{ name: 'app', args: ['b'] }] },
      {
        containers: [
          { ...target.containers[0], args: ['b'] },
          target.containers[1],
        ],
      },
    ],
    [
      'deletes members of a set',
      { '$deleteFromPrimitiveList/finalizers': ['a'] },
      { finalizers: ['b'] },
    ],
    [
      'keeps only what is to be retained',
      { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
      { strategy: { type: 'Recreate' } },
    ],
  ])('%s', (_, patch, changed) => {
    expect(strategicMergePatch(target, patch)).toEqual({
      ...target,
      ...changed,
    });
  });
});

describe('share', () => {
  it('gives back what is the same, as the same', () => {
    const before = { a: { b: [1, { c: 2 }] }, d: { e: 3 } };
    const after = share(before, { d: { e: 4 }, a: { b: [1, { c: 2 }] } });
    expect(after).toEqual({ a: before.a, d: { e: 4 } });
    expect(after.a).toBe(before.a);
    expect(share(before, structuredClone(before))).toBe(before);
  });
});
