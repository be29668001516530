import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { timestampOf } from '../store/rows';
import { relevantCoverage } from '../timeline/coverage';
import { type HealthAnswerOptions, coverageOf } from './answer';
import { groupHealth } from './group';
import { countsOf, rollUp } from './rollUp';
import { ownedBy } from './shown';

const DAY_MS = 86_400_000;

/** @internal */
export interface OwnerAnswerOptions
  extends Omit<HealthAnswerOptions, 'entity' | 'at' | 'channel'> {
  /** Of the Group or User that is asked about. */
  ownerRef: string;
  /** By whose ownership something belongs to it, see `ownersOf`. */
  owners: ReadonlySet<string>;
}

/**
 * How all is that a Group or a User owns.
 * @internal
 */
export async function ownerAnswer(
  options: OwnerAnswerOptions,
): Promise<EntityHealth> {
  const { board, now, days } = options;
  const from = now - days * DAY_MS;
  const coverage = await coverageOf(options, from, now);
  const { statuses, historyOf, ...group } = await groupHealth({
    ...options,
    members: ownedBy(board, options.owners),
    coverage,
    from,
    to: now,
  });
  const status = rollUp(statuses, {
    noun: 'services',
    order: options.environmentOrder,
  });
  return {
    ...status,
    ...group,
    entityRef: options.ownerRef,
    at: timestampOf(now),
    workloads: [],
    window: { from: timestampOf(from), to: timestampOf(now) },
    history: historyOf(status.environments),
    dependencies: [],
    dependenciesWithheld: 0,
    rollUp: countsOf([]),
    dependents: { ...countsOf([]), withheld: 0 },
    thirdParties: [],
    coverage: relevantCoverage(
      coverage.filter(({ to }) => to === undefined),
      [],
    ),
  };
}
