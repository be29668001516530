import type {
  LaneEvent,
  Rollout,
} from '@ripplehq/backstage-plugin-changes-common';
import type { EventRow } from '../store/rows';
import type { Store } from '../store/Store';
import { rolloutsOf } from '../store/questions/details';

/**
 * Of the runs of autoscaling among some events, the replicas that were desired, as JSON by the event's id in the store.
 * @internal
 */
export async function replicasOf(
  { sql, words }: Store,
  rows: readonly EventRow[],
): Promise<Map<number, string>> {
  const runs = await rolloutsOf(
    sql,
    rows
      .filter(({ kind }) => words.text(kind) === 'autoscale')
      .map(({ id }) => id),
  );
  return new Map(
    [...runs].map(([id, rollout]) => [
      id,
      JSON.stringify(stepsOf(rollout) satisfies LaneEvent['replicas']),
    ]),
  );
}

function stepsOf({ before, max, steps }: Rollout) {
  return {
    before,
    max,
    steps: steps.map(({ at, desired }) => ({ at, value: desired })),
  };
}
