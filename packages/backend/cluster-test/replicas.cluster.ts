import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from 'app/e2e/world/eventually.ts';
import { Leaseholders } from './faults/Leaseholders.ts';
import { Trial } from './faults/Trial.ts';

const SEED = 2;
const ACT_EVERY_MS = 600;
const TAKEN_OVER_WITHIN_MS = 30_000;

describe('three backends on one database', () => {
  let trial: Trial;
  let leases: Leaseholders;

  before(async () => {
    trial = await Trial.open({
      database: 'PostgreSQL',
      seed: SEED,
      // It goes on for long, in three clusters.
      actEveryMs: ACT_EVERY_MS,
      replicas: 2,
      aliases: ['second', 'third'],
    });
    leases = await Leaseholders.of(trial);
  });
  after(async () => {
    await leases?.close();
    await trial?.close();
  });

  /** Hurts whoever collects the cluster; resolves when another one does. */
  async function takenOver(hurt: (index: number) => Promise<void>) {
    const hurtIndex = (await leases.current())[trial.cluster.name];
    await hurt(hurtIndex);
    const hurtAt = Date.now();
    await eventually('another one collects', async () => {
      const now = (await leases.current())[trial.cluster.name];
      return now !== undefined && now !== hurtIndex;
    });
    const took = Date.now() - hurtAt;
    assert.ok(took <= TAKEN_OVER_WITHIN_MS, `it took ${took} ms`);
    return hurtIndex;
  }

  const spread = async () => {
    await eventually('each collects one cluster', async () => {
      const holders = Object.values(await leases.current());
      return holders.length === 3 && new Set(holders).size === 3;
    });
  };

  it('share the clusters', spread);

  it('follow one that was killed, and give it its part when it is there again', async () => {
    await trial.playing('a takeover', async () => {
      const dead = await takenOver(index => trial.backends[index].kill());
      await trial.backends[dead].startAgain();
    });
    await spread();
  });

  it('follow one that stands still, which writes nothing more when it goes on', () =>
    trial.playing('a takeover from the living', async () => {
      const late = await takenOver(async index =>
        trial.backends[index].freeze(),
      );
      trial.backends[late].thaw();
    }));

  it('told the whole story of each cluster once', async () => {
    assert.deepEqual(await trial.witness.complaints(), []);
  });
});
