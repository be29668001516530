import type { Stage } from '../Stage.ts';
import { MINUTE_MS, SECOND_MS, span } from '../time.ts';
import type { Plot, PlotPace } from './Plot.ts';

const CLUSTER = 'prod-us';

/** Milliseconds from the alert to when the cluster answers again. */
const ANSWERS_AFTER_MS: Record<PlotPace, number> = {
  'as-it-happened': span('1:12'),
  'to-watch': 10 * MINUTE_MS,
};

/** The search falls behind in a cluster that does not answer; nothing that was recorded explains it. */
export const NO_CHANGE: Plot = {
  id: 'no-change',
  service: 'search-indexer',
  alsoHurt: [],
  pagerdutyId: 'PSEARC1',
  alertTitle: 'Search index is 40 min behind',
  acknowledgedBy: 'Ana Reis',
  leadMs: { 'as-it-happened': span('1:08'), 'to-watch': 60 * SECOND_MS },
  recoveryMs: { 'as-it-happened': 2 * MINUTE_MS, 'to-watch': 20 * SECOND_MS },

  play(stage, { alert, begin }, { pace }) {
    const { clock } = stage;
    clock.at(begin, () => cluster(stage).silence());
    clock.at(alert + ANSWERS_AFTER_MS[pace], () => answer(stage));
  },

  recover(stage) {
    stage.clock.after(0, () => answer(stage));
  },
};

function cluster(stage: Stage) {
  const found = stage.clusters.get(CLUSTER);
  if (!found) throw new Error(`there is no cluster '${CLUSTER}'`);
  return found;
}

async function answer(stage: Stage): Promise<void> {
  const found = cluster(stage);
  if (found.isSilent) await found.answer();
}
