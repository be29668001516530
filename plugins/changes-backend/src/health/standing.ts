import {
  HEALTH_STATUSES,
  type Health,
  type HealthStatus,
} from '@ripplehq/backstage-plugin-changes-common';
import { type Trouble, statusOfIssue, worstFirst } from './verdict';

/** So many troubles are named in a sentence. */
const NAMED_MAX = 3;

/** A state with what it is said in: how things stand, and what is wrong although they stand so. @internal */
export interface Standing extends Health {
  /** That all is there which should be, where it is, or that nobody knows. Absent: what is wrong says enough. */
  standing?: string;
  /** Alerts and issues that count, worst first. */
  troubles: Trouble[];
}

/** Worst first. @internal */
export function compareStatus(a: HealthStatus, b: HealthStatus): number {
  return HEALTH_STATUSES.indexOf(a) - HEALTH_STATUSES.indexOf(b);
}

/** The worst, among equals the one that has lasted longest. @internal */
export function worst<T extends Health>(states: readonly T[]): T | undefined {
  return [...states].sort(
    (a, b) =>
      compareStatus(a.status, b.status) ||
      (a.since ?? '').localeCompare(b.since ?? ''),
  )[0];
}

/**
 * A state made worse by what is open: as bad as the worst of both, since the first that made it so, and said in one sentence.
 * @internal
 */
export function withTroubles(
  own: Omit<Standing, 'troubles'> | undefined,
  open: readonly Trouble[],
): Standing | undefined {
  const troubles = worstFirst(
    open.filter(trouble => statusOfIssue(trouble) !== undefined),
  );
  const first = troubles[0];
  if (!first) return own && { ...own, troubles };
  const byTroubles = statusOfIssue(first)!;
  const status =
    own && compareStatus(own.status, byTroubles) < 0 ? own.status : byTroubles;
  const since = [
    ...(own?.status === status && own.since ? [own.since] : []),
    ...troubles
      .filter(trouble => statusOfIssue(trouble) === status)
      .map(({ startedAt }) => startedAt),
  ].sort()[0];
  return {
    status,
    ...(since ? { since } : {}),
    reason: sentence(own?.standing, troubles),
    ...(own?.standing ? { standing: own.standing } : {}),
    troubles,
  };
}

/** How things stand, and what is wrong all the same. @internal */
export function sentence(
  standing: string | undefined,
  troubles: readonly Trouble[],
): string {
  const named = troubles.slice(0, NAMED_MAX);
  const more = troubles.length - named.length;
  const issues = named.filter(({ type }) => type === 'health');
  const titles = [...new Set(issues.map(({ title }) => title))].join('; ');
  const others = named
    .filter(({ type }) => type !== 'health')
    .map(trouble => `${nounOf(trouble)} is open: ${trouble.title}`);
  const rest = more > 0 ? [`${more} more ${more > 1 ? 'are' : 'is'} open`] : [];
  if (standing === undefined) {
    // A title may begin with a name, which stays as it is.
    return titles
      ? [titles, ...others, ...rest].join('; moreover, ')
      : capital([...others, ...rest].join('; moreover, '));
  }
  const open = issues.length > 1 ? 'issues are open' : 'an issue is open';
  return `${standing}, yet ${[
    ...(titles ? [`${open}: ${titles}`] : []),
    ...others,
    ...rest,
  ].join('; moreover, ')}`;
}

/** @internal */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nounOf({ type, severity }: Trouble): string {
  const noun = type === 'alert' ? 'alert' : 'incident';
  switch (severity) {
    case 'critical':
      return `a critical ${noun}`;
    case 'warning':
      return `a warning ${noun}`;
    default:
      return `an ${noun}`;
  }
}
