import type {
  ChangeEvent,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';

/** Where a change lies as seen from the card's entity: hops upstream, or undefined when it is the entity's own. */
export function hopsOf(
  event: Pick<ChangeEvent, 'entityRefs'>,
  health: Pick<EntityHealth, 'entityRef' | 'dependencies'>,
): number | undefined {
  if (event.entityRefs.includes(health.entityRef)) return undefined;
  const degrees = health.dependencies
    .filter(dependency => event.entityRefs.includes(dependency.entityRef))
    .map(dependency => dependency.degree);
  return degrees.length > 0 ? Math.min(...degrees) : undefined;
}

/** Ready and desired replicas over the production workloads that are watched; undefined when there are none. */
export function productionReplicas(
  health: Pick<EntityHealth, 'workloads' | 'environments'>,
): { ready: number; desired: number } | undefined {
  const other = new Set(
    health.environments.filter(e => !e.production).map(e => e.name),
  );
  const summaries = health.workloads
    .filter(w => !w.goneAt && !w.lastSeen && !other.has(w.environment ?? ''))
    .flatMap(({ summary }) => (summary?.type === 'workload' ? [summary] : []));
  if (summaries.length === 0) return undefined;
  return {
    ready: summaries.reduce((sum, summary) => sum + summary.ready, 0),
    desired: summaries.reduce((sum, summary) => sum + summary.desired, 0),
  };
}
