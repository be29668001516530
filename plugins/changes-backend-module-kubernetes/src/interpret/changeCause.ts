import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { objectAt, textOf } from '../kinds';
import type { Told } from './change';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const TEXT_MAX_CHARS = 2_000;

/**
 * Why somebody made a change, in their own words: `kubernetes.io/change-cause`, which stays on the object until it is set again and so
 * counts only where it came with this very change. A rollback brings back the old revision's.
 */
export function changeCauseOf(
  told: Pick<Told, 'kind' | 'key' | 'before' | 'after'>,
): NonNullable<Observation['evidence']> {
  const cause = causeIn(told.after);
  const isNew = told.before !== undefined || told.key.endsWith('/created');
  if (!cause || !isNew || told.kind === 'rollback') return [];
  if (cause === causeIn(told.before)) return [];
  return [{ label: 'Change cause', text: cause.slice(0, TEXT_MAX_CHARS) }];
}

function causeIn(manifest: unknown): string | undefined {
  return textOf(objectAt(manifest, 'metadata', 'annotations')[CHANGE_CAUSE]);
}
