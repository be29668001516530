import type { EventFilter } from '@ripplehq/backstage-plugin-changes-common';
import type { StoredEvent } from '../store/rows';

/**
 * The words of a text filter that nothing in a name contains: title or actor must contain them.
 * @internal
 */
export function wordsLeft(q: string | undefined, name: string): string[] {
  const haystack = name.toLowerCase();
  return (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '' && !haystack.includes(word));
}

/**
 * Whether an event passes a filter; `names` are those of the services that it lies in.
 * @internal
 */
export function passes(
  event: StoredEvent,
  filter: EventFilter,
  names: readonly string[],
): boolean {
  const any = (wanted: readonly string[] | undefined, value?: string) =>
    !wanted || (value !== undefined && wanted.includes(value));
  const text = `${event.title} ${event.actor?.name ?? ''} ${names.join(' ')}`;
  return (
    any(filter.type, event.type) &&
    any(filter.kind, event.kind) &&
    any(filter.source, event.source) &&
    any(filter.cluster, event.cluster) &&
    any(filter.environment, event.environment) &&
    any(filter.status, event.status) &&
    any(filter.actor, event.actor?.name) &&
    wordsLeft(filter.q, text).length === 0
  );
}

/** Whether nothing is filtered out. @internal */
export function isUnfiltered(filter: EventFilter): boolean {
  return !(
    filter.type ||
    filter.kind ||
    filter.source ||
    filter.cluster ||
    filter.environment ||
    filter.status ||
    filter.actor ||
    filter.q
  );
}
