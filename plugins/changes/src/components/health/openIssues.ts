import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';

type Issue = EntityHealth['issues'][number];

const BADNESS: Record<Issue['severity'], number> = {
  critical: 4,
  error: 3,
  warning: 2,
  unknown: 1,
  info: 0,
};

/** Findings and alerts together: the worst first, among equals the one that began first. */
export function openIssues(
  health: Pick<EntityHealth, 'issues' | 'alerts'>,
): Issue[] {
  return [...health.issues, ...health.alerts].sort(
    (a, b) =>
      BADNESS[b.severity] - BADNESS[a.severity] ||
      a.startedAt.localeCompare(b.startedAt),
  );
}
