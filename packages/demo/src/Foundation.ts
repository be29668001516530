import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { WorldClock } from './clock/index.ts';
import { Clusters } from './Clusters.ts';
import { GithubWorld } from './github/index.ts';
import { type Savings, readSavings } from './Savings.ts';
import {
  Fleet,
  HISTORY_MS,
  LAST_DAY_MS,
  type PastRelease,
  history,
  pastReleases,
  repositoryStories,
  seeded,
} from './script/index.ts';
import type { WorldDescription } from './world/index.ts';

/** The same story at each start. */
const SEED = 20_261_119;

/** What the world consists of, at the moment from which on it is told: a day ago, or now where it was kept. */
export interface Foundation {
  clock: WorldClock;
  /** In [0, 1). */
  random: () => number;
  clusters: Clusters;
  fleet: Fleet;
  github: GithubWorld;
  saved: Savings | undefined;
}

/**
 * Takes up what was kept, or makes a world that has its first days behind it.
 * @param options - `directory`: where the world keeps itself; `token`: of who reads the clusters
 */
export async function layFoundation(options: {
  world: WorldDescription;
  directory: string;
  keep: boolean;
  secrets: { clusters: string; github: { token: string } };
  onProblem: (problem: string) => void;
}): Promise<Foundation> {
  const { directory, keep, onProblem, secrets, world } = options;
  await mkdir(directory, { recursive: true });
  const saved = keep ? await readSavings(directory) : undefined;
  const present = Date.now();
  const clock = WorldClock.create({
    start: saved ? present : present - HISTORY_MS,
    onError: error => onProblem(String(error)),
  });
  const random = seeded(saved ? present : SEED);
  const clusters = await Clusters.start({
    world,
    clock,
    random,
    token: secrets.clusters,
    directory,
    saved: saved?.clusters ?? {},
  });
  const fleet = Fleet.create({
    world,
    clusters: clusters.byName,
    saved: saved?.fleet,
  });
  const releases = new Map<string, PastRelease[]>(
    world.services.map(row => [row.name, pastReleases(row, random)]),
  );
  const releasesOf = (name: string) => releases.get(name) ?? [];
  if (!saved) {
    const lastDay = present - LAST_DAY_MS;
    history({ world, clock, fleet, lastDay, releasesOf });
    await clock.runTo(lastDay);
    // Nobody has watched; what is left is what the objects themselves remember.
    clusters.forget();
  }
  const github = await GithubWorld.create({
    now: () => clock.now(),
    stories: repositoryStories(world, row => releasesOf(row.name)),
    token: secrets.github.token,
    directory: path.join(directory, 'github'),
    port: saved?.github.port,
    saved: saved?.github.saved,
  });
  return { clock, random, clusters, fleet, github, saved };
}
