import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import { Dependency, dependencyTree, worstDependency } from './dependencyTree';

function dependency(
  path: string,
  status: HealthStatus = 'healthy',
): Dependency {
  const refs = ['root', ...path.split('/')];
  const name = refs[refs.length - 1];
  return {
    entityRef: name,
    title: name,
    degree: refs.length - 1,
    path: refs,
    health: { status, reason: '' },
  };
}

const drawn = (dependencies: Dependency[]) =>
  dependencyTree(dependencies).map(
    row => `${'  '.repeat(row.depth - 1)}${row.dependency.title}`,
  );

describe('dependencyTree', () => {
  it('puts each under the last but one of its path, the worst branch first', () => {
    expect(
      drawn([
        dependency('queue'),
        dependency('api'),
        dependency('api/cache'),
        dependency('api/db', 'unhealthy'),
      ]),
    ).toEqual(['api', '  db', '  cache', 'queue']);
  });

  it('draws what lies behind something that is not shown at the first level', () => {
    expect(drawn([dependency('hidden/db')])).toEqual(['db']);
  });

  it('marks the path that leads to trouble', () => {
    const rows = dependencyTree([
      dependency('api'),
      dependency('api/db', 'degraded'),
      dependency('queue', 'unknown'),
    ]);
    expect(
      rows.filter(row => row.isPathUnwell).map(row => row.dependency.title),
    ).toEqual(['api', 'db']);
  });

  it('draws rails only for branches that go on', () => {
    const rows = dependencyTree([
      dependency('a'),
      dependency('a/b'),
      dependency('c'),
    ]);
    expect(rows.map(({ rails, isLast }) => [rails, isLast])).toEqual([
      [[], false],
      [[true], true],
      [[], true],
    ]);
  });

  it('ends on paths that lead into each other', () => {
    const a = { ...dependency('b/a'), path: ['root', 'b', 'a'] };
    const b = { ...dependency('a/b'), path: ['root', 'a', 'b'] };
    expect(drawn([a, b, dependency('c')])).toEqual(['c']);
  });
});

describe('worstDependency', () => {
  it('is the nearest of the worst; unknown is not known to be unwell', () => {
    expect(
      worstDependency([
        dependency('x', 'unknown'),
        dependency('a/far', 'unhealthy'),
        dependency('near', 'degraded'),
      ])?.title,
    ).toBe('far');
    expect(worstDependency([dependency('x', 'unknown')])).toBeUndefined();
  });
});
