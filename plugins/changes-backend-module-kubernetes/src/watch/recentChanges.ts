import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { RecentChange } from '../health';
import type { LeanWorkload } from '../interpret';

const KEPT = 5;
const KEPT_MS = 24 * 3_600_000;
/** Numbers that autoscalers move explain nothing. */
const KINDS = new Set(['deployment', 'rollback', 'restart', 'scale', 'config']);

/** A change, with what tells it from others. */
export interface RememberedChange extends RecentChange {
  key: string;
}

/** A workload's last changes, the newest first, with those that were just told. */
export function withChanges(
  known: readonly RememberedChange[],
  observations: readonly Observation[],
  before: LeanWorkload | undefined,
  after: LeanWorkload,
): readonly RememberedChange[] {
  const news = observations.filter(
    ({ type, kind, key, start }) =>
      type === 'change' &&
      KINDS.has(kind) &&
      start !== undefined &&
      !known.some(change => change.key === key),
  );
  if (news.length === 0 || !before) return known;
  const fields = differencesOf(before, after);
  const newest = [
    ...news.map(({ key, title, start }) => ({
      key,
      title,
      at: start!,
      fields,
    })),
    ...known,
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const oldest = Date.parse(newest[0].at) - KEPT_MS;
  return newest.filter(({ at }) => Date.parse(at) >= oldest).slice(0, KEPT);
}

/** What of it may explain that pods fail. */
function differencesOf(
  before: LeanWorkload,
  after: LeanWorkload,
): RecentChange['fields'] {
  const fields = [
    ...differing(before.traits.images, after.traits.images, 'image'),
    ...differing(
      before.traits.memoryLimits,
      after.traits.memoryLimits,
      'resources.limits.memory',
    ),
  ];
  return before.replicas === after.replicas
    ? fields
    : [
        ...fields,
        {
          path: 'spec.replicas',
          before: String(before.replicas),
          after: String(after.replicas),
        },
      ];
}

function differing(
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
  field: string,
): RecentChange['fields'] {
  const containers = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...containers]
    .filter(container => before[container] !== after[container])
    .map(container => ({
      path: `spec.template.spec.containers[${container}].${field}`,
      ...(container in before ? { before: before[container] } : {}),
      ...(container in after ? { after: after[container] } : {}),
    }));
}
