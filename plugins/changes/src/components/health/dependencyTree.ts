import type {
  EntityHealth,
  HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';

export type Dependency = EntityHealth['dependencies'][number];

/** A line of the drawn tree. */
export interface TreeRow {
  dependency: Dependency;
  depth: number;
  /** For each depth above: whether the line of that branch goes on below this row. */
  rails: boolean[];
  isLast: boolean;
  /** The status of everything under it, itself included, is not all well. */
  isPathUnwell: boolean;
}

const BADNESS: Record<HealthStatus, number> = {
  unhealthy: 3,
  degraded: 2,
  unknown: 1,
  healthy: 0,
};

/** The dependencies as a tree: each under the last but one of its path; under each, the worst first, then by name. */
export function dependencyTree(dependencies: Dependency[]): TreeRow[] {
  const byRef = new Map(dependencies.map(d => [d.entityRef, d]));
  const children = new Map<string | undefined, Dependency[]>();
  for (const dependency of dependencies) {
    const parent = dependency.path[dependency.path.length - 2];
    const key = byRef.has(parent) ? parent : undefined;
    children.set(key, [...(children.get(key) ?? []), dependency]);
  }
  const worst = (dependency: Dependency, seen: Set<string>): number => {
    if (seen.has(dependency.entityRef)) return 0;
    const path = new Set([...seen, dependency.entityRef]);
    return Math.max(
      BADNESS[dependency.health.status],
      ...(children.get(dependency.entityRef) ?? []).map(child =>
        worst(child, path),
      ),
    );
  };
  const rows: TreeRow[] = [];
  const visit = (key: string | undefined, depth: number, rails: boolean[]) => {
    const level = [...(children.get(key) ?? [])].sort(
      (a, b) =>
        worst(b, new Set()) - worst(a, new Set()) ||
        a.title.localeCompare(b.title),
    );
    level.forEach((dependency, index) => {
      const isLast = index === level.length - 1;
      rows.push({
        dependency,
        depth,
        rails,
        isLast,
        isPathUnwell: worst(dependency, new Set()) >= BADNESS.degraded,
      });
      visit(dependency.entityRef, depth + 1, [...rails, !isLast]);
    });
  };
  visit(undefined, 1, []);
  return rows;
}

/** The nearest of the worst upstream entities, if any is known to be unwell. */
export function worstDependency(
  dependencies: Dependency[],
): Dependency | undefined {
  return dependencies
    .filter(d => BADNESS[d.health.status] >= BADNESS.degraded)
    .sort(
      (a, b) =>
        BADNESS[b.health.status] - BADNESS[a.health.status] ||
        a.degree - b.degree ||
        a.title.localeCompare(b.title),
    )[0];
}
