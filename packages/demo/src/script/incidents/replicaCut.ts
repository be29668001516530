import { type Place } from '../Fleet.ts';
import { accountOf } from '../accounts.ts';
import { inChangelog } from '../codeChanges.ts';
import { valuesFile } from '../repositories.ts';
import type { Stage } from '../Stage.ts';
import { MINUTE_MS, SECOND_MS, span } from '../time.ts';
import type { Plot, PlotPace } from './Plot.ts';

const REST_API: Place = { service: 'rest-api', cluster: 'prod-eu' };
const DATA_PROCESSOR: Place = { service: 'data-processor', cluster: 'prod-eu' };
const INVOICE_WORKER: Place = { service: 'invoice-worker', cluster: 'prod-eu' };
const USUAL_REPLICAS = 50;
const CUT_REPLICAS = 5;
/** So many of the five that are left do not get through their readiness probe. */
const OVERLOADED_PODS = 2;
/** CPU that data-processor uses when all is well, in percent of what one pod requests. */
const USUAL_USAGE = 250;
const INVOICES_USAGE = 180;

/** Milliseconds from the alert. */
interface Timing {
  merged: number;
  released: number;
  deployed: number;
  degraded: number;
  /** What the autoscaler of data-processor sees, and when. */
  load: [ms: number, total: number][];
  invoices: number;
}

const TIMING: Record<PlotPace, Timing> = {
  'as-it-happened': {
    merged: span('-0:26:30'),
    released: span('-0:22:10'),
    deployed: span('-0:04:59'),
    degraded: span('-0:02:05'),
    load: [
      [span('0:00:25'), 420],
      [span('0:01:40'), 560],
      [span('0:03:00'), 900],
    ],
    invoices: span('0:04:20'),
  },
  'to-watch': {
    merged: -66 * SECOND_MS,
    released: -58 * SECOND_MS,
    deployed: -50 * SECOND_MS,
    degraded: -15 * SECOND_MS,
    load: [
      [10 * SECOND_MS, 420],
      [40 * SECOND_MS, 560],
      [70 * SECOND_MS, 900],
    ],
    invoices: 90 * SECOND_MS,
  },
};

/** rest-api is deployed with a tenth of its replicas; data-processor, which needs it, cannot keep up although all of its own are ready. */
export const REPLICA_CUT: Plot = {
  id: 'replica-cut',
  service: DATA_PROCESSOR.service,
  alsoHurt: [INVOICE_WORKER.service],
  pagerdutyId: 'PDPROC1',
  alertTitle: 'Queue lag > 5 min',
  acknowledgedBy: 'Ines Okafor',
  leadMs: {
    'as-it-happened': -TIMING['as-it-happened'].merged,
    'to-watch': -TIMING['to-watch'].merged,
  },
  recoveryMs: { 'as-it-happened': 4 * MINUTE_MS, 'to-watch': 25 * SECOND_MS },

  play(stage, { alert }, { pace, round }) {
    const { clock, fleet } = stage;
    const timing = TIMING[pace];
    let version = '';
    clock.at(alert + timing.merged, () => {
      version = stage.code.reserveVersion(
        REST_API.service,
        fleet.versionOf(REST_API),
      );
      mergeCut(stage, version, round);
    });
    clock.at(alert + timing.released, () =>
      stage.code.release(REST_API.service, version),
    );
    clock.at(alert + timing.deployed, () => {
      const end = stage.code.deploy(
        REST_API.service,
        version,
        REST_API.cluster,
      );
      stage.moments.cut = clock.now();
      fleet.deploy(REST_API, {
        version,
        replicas: CUT_REPLICAS,
        env: { CACHE_TTL: '120' },
      });
      // The pipeline is content: all five came up.
      clock.at(alert + timing.degraded - SECOND_MS, () => end('success'));
    });
    clock.at(alert + timing.degraded, () =>
      fleet.misbehave(REST_API, 'not-ready', OVERLOADED_PODS),
    );
    for (const [ms, total] of timing.load) {
      clock.at(alert + ms, () => fleet.use(DATA_PROCESSOR, { total }));
    }
    clock.at(alert + timing.invoices, () =>
      fleet.use(INVOICE_WORKER, { total: 440 }),
    );
  },

  recover(stage, { pace }) {
    const { clock, fleet } = stage;
    const steps = this.recoveryMs[pace] / 4;
    clock.after(0, () => mergeRevert(stage));
    clock.after(steps, () => fleet.rollBack(REST_API));
    clock.after(3 * steps, () => {
      fleet.use(DATA_PROCESSOR, { total: USUAL_USAGE });
      fleet.use(INVOICE_WORKER, { total: INVOICES_USAGE });
    });
  },
};

function mergeCut({ code, world }: Stage, version: string, round: number) {
  const isFirst = round === 0;
  const title = isFirst
    ? 'Smaller replicas for the load test'
    : 'Smaller replicas for the next load test';
  code.merge(REST_API.service, {
    ...(isFirst ? { number: 1832 } : {}),
    title,
    body: 'The load test needs few replicas, so that one of them sees enough traffic.\n\nCORE-2291',
    author: accountOf(world, 'Dana Whitfield'),
    reviewer: accountOf(world, 'Tomasz Lis'),
    labels: ['load-test'],
    files: {
      // Meant for another file of the same name, one folder further.
      ...replicaCount(USUAL_REPLICAS, CUT_REPLICAS),
      ...(isFirst ? {} : inChangelog(version, title)),
    },
  });
}

function mergeRevert({ code, world }: Stage) {
  code.merge(REST_API.service, {
    title: 'Revert "Smaller replicas for the load test"',
    body: 'It cut the replicas of production.',
    author: accountOf(world, 'Marek Dvořák'),
    reviewer: accountOf(world, 'Dana Whitfield'),
    labels: ['incident'],
    files: replicaCount(CUT_REPLICAS, USUAL_REPLICAS),
  });
}

function replicaCount(before: number, after: number) {
  return {
    [valuesFile(REST_API.cluster)]: (old: string) =>
      old.replace(`replicaCount: ${before}\n`, `replicaCount: ${after}\n`),
  };
}
