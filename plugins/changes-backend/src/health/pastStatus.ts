import {
  type EntityStatus,
  environmentOfIssue,
  headlineOf,
  inOrder,
} from './entity';
import { type Past, pastOf } from './past';
import { statusOfIssue, worstFirst } from './verdict';

/**
 * How an entity was at a moment in the past, of which only issues, alerts and who watched are known.
 * @internal
 */
export function pastStatus(
  past: Past,
  options: {
    at: number;
    isProduction: (environment: string) => boolean;
    order: readonly string[];
  },
): EntityStatus {
  const { at, isProduction, order } = options;
  const { workloads } = past;
  const then = past.events.filter(
    event =>
      event.startedAtMs <= at &&
      (event.endedAtMs ?? Infinity) > at &&
      statusOfIssue(event) !== undefined,
  );
  const names = new Set([
    ...workloads.map(({ environment }) => environment),
    ...then.map(event => environmentOfIssue(event, workloads)),
  ]);
  const environments = inOrder(
    [...names].map(name => ({ name, production: isProduction(name) })),
    order,
  );
  const history = pastOf({
    ...past,
    events: then,
    from: at,
    to: at + 1,
    environments,
  });
  const whole = headlineOf(
    history.map(({ segments }, index) => {
      const { name, production } = environments[index];
      const [issue] = worstFirst(
        then.filter(event => environmentOfIssue(event, workloads) === name),
      );
      const status = segments[0]?.status ?? 'unknown';
      return {
        name,
        production,
        clusters: [
          ...new Set(
            workloads
              .filter(({ environment }) => environment === name)
              .flatMap(({ row }) => row.cluster ?? []),
          ),
        ].sort(),
        status,
        ...(issue ? { since: issue.startedAt } : {}),
        reason: issue?.title ?? wordsOf(status),
      };
    }),
  );
  return whole.environments.length > 0
    ? whole
    : { ...whole, reason: 'Nothing is known of that time' };
}

function wordsOf(status: string): string {
  return status === 'healthy'
    ? 'No issue and no alert that counts was open then'
    : 'Nobody watched then';
}
