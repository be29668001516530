import { accountOf } from '../accounts.ts';
import { inChangelog } from '../codeChanges.ts';
import { valuesFile } from '../repositories.ts';
import { MINUTE_MS, span } from '../time.ts';
import type { Stage } from '../Stage.ts';
import { runJob } from './occasions.ts';
import { spoil } from './spoil.ts';

const CLUSTER = 'staging';
const RELEASED_AFTER_MERGE_MS = 6 * MINUTE_MS;
const DEPLOYED_AFTER_RELEASE_MS = 5 * MINUTE_MS;
/** As long as its Deployment is given. */
const GIVEN_UP_MS = 8 * MINUTE_MS;

/** Whose trouble in staging stays; everyday life leaves them alone. */
export const IN_TROUBLE = ['invoice-worker', 'mail-sender'] as const;

/** What is tried out in staging and does not work there: nothing of it reaches production. */
export function staging(stage: Stage, onset: number): void {
  const at = (time: string) => onset + span(time);
  lessMemory(stage, at('-3:20'));
  withoutImage(stage, at('-2:05'));
  // A Job that the delivery tool runs before a deployment that nobody then needed.
  runJob(stage, {
    service: 'mail-sender',
    cluster: CLUSTER,
    name: 'mail-sender-import-bounces',
    image: 'ghcr.io/acme/mail-sender:v2.2.0',
    args: ['import-bounces', '--since=30d'],
    at: at('-1:35'),
    seconds: 12,
    fails: true,
  });
}

/** A quarter of the memory is not enough. */
function lessMemory(stage: Stage, merged: number): void {
  const version = 'v4.2.0-rc1';
  const place = { service: 'invoice-worker', cluster: CLUSTER };
  const kim = accountOf(stage.world, 'Kim Park');
  tryOut(stage, { ...place, version, memory: '128Mi', merged }, () =>
    stage.code.merge(place.service, {
      title: 'Give the worker in staging less memory',
      body: 'The graphs never show more than 100 MiB.\n\nFIN-418',
      author: kim,
      labels: ['costs'],
      files: {
        [valuesFile(CLUSTER)]: (old: string) =>
          `${old}resources:\n  limits:\n    memory: 128Mi\n`,
        ...inChangelog(version, 'Less memory in staging'),
      },
    }),
  );
  stage.clock.at(deployedAt(merged), () => {
    stage.moments.starved = stage.clock.now();
    spoil(stage, place, 'oom');
  });
}

/** Its build was released before anybody noticed that no image came out of it. */
function withoutImage(stage: Stage, merged: number): void {
  const version = 'v2.3.0-rc1';
  const place = { service: 'mail-sender', cluster: CLUSTER };
  tryOut(stage, { ...place, version, merged }, () =>
    stage.code.mergeSomethingSmall(place.service, version),
  );
  stage.clock.at(deployedAt(merged), () => {
    stage.moments.imageless = stage.clock.now();
    spoil(stage, place, 'no-pull');
  });
}

function tryOut(
  { clock, code, fleet }: Stage,
  of: {
    service: string;
    cluster: string;
    version: string;
    memory?: string;
    merged: number;
  },
  merge: () => void,
): void {
  const { cluster, memory, merged, service, version } = of;
  clock.at(merged, merge);
  clock.at(merged + RELEASED_AFTER_MERGE_MS, () =>
    code.release(service, version, { isPrerelease: true }),
  );
  clock.at(deployedAt(merged), () => {
    const end = code.deploy(service, version, cluster);
    fleet.deploy(
      { service, cluster },
      { version, ...(memory ? { memory } : {}) },
    );
    clock.after(GIVEN_UP_MS, () => end('failure'));
  });
}

function deployedAt(merged: number): number {
  return merged + RELEASED_AFTER_MERGE_MS + DEPLOYED_AFTER_RELEASE_MS;
}
