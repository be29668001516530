import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Trial } from './faults/Trial.ts';

const SEED = 1;
const CLOCK_OFFSET_MS = 5 * 60_000;

describe('each change is told once, whatever breaks, on SQLite', () => {
  let trial: Trial;

  before(async () => {
    trial = await Trial.open({ database: 'SQLite', seed: SEED });
  });
  after(() => trial?.close());

  it('nothing breaks', () => trial.playing('a quiet time', () => delay(2_000)));

  it('the backend is killed', () =>
    trial.playing('kill -9', async () => {
      for (let kills = 0; kills < 2; kills++) {
        await delay(1_500 * trial.random());
        await trial.backend.kill();
        await trial.backend.startAgain();
      }
    }));

  it('watches are cut at any byte', () =>
    trial.playing('cut watches', async () => {
      trial.api.fault = { type: 'cut', bytes: 4_000 };
      await delay(4_000);
      trial.api.fault = { type: 'none' };
    }));

  it('the API server has no patience', () =>
    trial.playing('429', async () => {
      trial.api.fault = { type: 'busy', retryAfterSeconds: 2 };
      await delay(3_000);
      assert.ok(trial.api.refused > 0);
      trial.api.fault = { type: 'none' };
    }));

  it('answers come in drops', () =>
    trial.playing('a trickle', async () => {
      trial.api.fault = { type: 'trickle', bytes: 300, everyMs: 5 };
      await delay(3_000);
      trial.api.fault = { type: 'none' };
    }));

  it('the backend reads nothing for a while', () =>
    trial.playing('a pause', async () => {
      trial.backend.freeze();
      await delay(2_500);
      trial.backend.thaw();
    }));

  it('positions are refused', () =>
    trial.forgetting('410', async () => {
      trial.api.fault = { type: 'expired' };
      await delay(3_000);
      assert.ok(trial.api.refused > 0);
      trial.api.fault = { type: 'none' };
    }));

  const clockIsOff = (clockOffsetMs: number) =>
    trial.playing('another clock', async () => {
      await trial.backend.kill();
      await trial.backend.startAgain({ clockOffsetMs });
      await delay(2_000);
    });

  it('the backend is five minutes ahead', () => clockIsOff(CLOCK_OFFSET_MS));

  it('the backend is five minutes behind', () => clockIsOff(-CLOCK_OFFSET_MS));

  it('the whole story was told, and nothing else', async () => {
    assert.deepEqual(await trial.witness.complaints(), []);
  });
});

describe('each change is told once, whatever breaks, on PostgreSQL', () => {
  let trial: Trial;

  before(async () => {
    trial = await Trial.open({ database: 'PostgreSQL', seed: SEED });
  });
  after(() => trial?.close());

  it('the backend is killed', () =>
    trial.playing('kill -9', async () => {
      await delay(1_500 * trial.random());
      await trial.backend.kill();
      await trial.backend.startAgain();
    }));

  it('the database is away', () =>
    trial.playing('an absence of the database', async () => {
      trial.database!.fault = 'away';
      await delay(6_000);
      trial.database!.fault = 'none';
    }));

  it('the database is silent', () =>
    trial.playing('a silence of the database', async () => {
      trial.database!.fault = 'silent';
      await delay(6_000);
      trial.database!.fault = 'none';
    }));

  it('the whole story was told, and nothing else', async () => {
    assert.deepEqual(await trial.witness.complaints(), []);
  });
});
