import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Trial } from './Trial.ts';

// Not part of CI: RIPPLE_FAULTS_MINUTES and RIPPLE_FAULTS_SEED say for how long, and which story.
const { RIPPLE_FAULTS_MINUTES = '15', RIPPLE_FAULTS_SEED } = process.env;
const MINUTES = Number(RIPPLE_FAULTS_MINUTES);
const SEED = Number(RIPPLE_FAULTS_SEED ?? Date.now() % 1_000_000);
const MINUTE_MS = 60_000;

interface Fault {
  what: string;
  /** The API server does not have the steps between any more. */
  forgets?: true;
  /** Only where there is a database that may be away. */
  needsDatabase?: true;
  happen(trial: Trial): Promise<void>;
}

const briefly = (trial: Trial, maxMs: number) => delay(maxMs * trial.random());

const FAULTS: Fault[] = [
  {
    what: 'kill -9',
    async happen(trial) {
      await briefly(trial, 3_000);
      await trial.backend.kill();
      await briefly(trial, 3_000);
      await trial.backend.startAgain();
    },
  },
  {
    what: 'kill -9 while it starts',
    async happen(trial) {
      await trial.backend.kill();
      const starting = trial.backend.startAgain().catch(() => undefined);
      await briefly(trial, 6_000);
      await trial.backend.kill();
      await starting;
      await trial.backend.startAgain();
    },
  },
  {
    what: 'a shutdown',
    async happen(trial) {
      await trial.backend.shutDown();
      await trial.backend.startAgain();
    },
  },
  {
    what: 'cut watches',
    async happen(trial) {
      const bytes = Math.ceil(20_000 * trial.random());
      trial.api.fault = { type: 'cut', bytes };
      await briefly(trial, 20_000);
    },
  },
  {
    what: '429',
    async happen(trial) {
      trial.api.fault = { type: 'busy', retryAfterSeconds: 5 };
      await briefly(trial, 20_000);
    },
  },
  {
    what: '503',
    async happen(trial) {
      trial.api.fault = { type: 'broken', status: 503 };
      await briefly(trial, 20_000);
    },
  },
  {
    what: 'an absence of the API server',
    async happen(trial) {
      trial.api.fault = { type: 'away' };
      await briefly(trial, 20_000);
    },
  },
  {
    what: 'a trickle',
    async happen(trial) {
      trial.api.fault = { type: 'trickle', bytes: 100, everyMs: 10 };
      await briefly(trial, 20_000);
    },
  },
  {
    what: '410',
    forgets: true,
    async happen(trial) {
      trial.api.fault = { type: 'expired' };
      await briefly(trial, 20_000);
    },
  },
  {
    what: 'a restart of the API server',
    forgets: true,
    async happen(trial) {
      if (trial.cluster.noRestart() === undefined) {
        await trial.cluster.restartApiServer();
      }
    },
  },
  {
    what: 'a wrong clock',
    async happen(trial) {
      await trial.backend.kill();
      const clockOffsetMs = (trial.random() - 0.5) * 10 * MINUTE_MS;
      await trial.backend.startAgain({ clockOffsetMs });
    },
  },
  {
    what: 'a minute without the database',
    needsDatabase: true,
    async happen(trial) {
      trial.database!.fault = 'away';
      await delay(MINUTE_MS);
    },
  },
  {
    what: 'a silence of the database',
    needsDatabase: true,
    async happen(trial) {
      trial.database!.fault = 'silent';
      await briefly(trial, MINUTE_MS);
    },
  },
];

for (const database of ['SQLite', 'PostgreSQL'] as const) {
  describe(`faults of all kinds at random moments on ${database}`, () => {
    it(`are survived for ${MINUTES} minutes, seed ${SEED}`, async t => {
      const trial = await Trial.open({ database, seed: SEED });
      try {
        const until = Date.now() + MINUTES * MINUTE_MS;
        while (Date.now() < until) {
          const possible = FAULTS.filter(
            ({ needsDatabase }) => !needsDatabase || trial.database,
          );
          const fault = possible[Math.floor(possible.length * trial.random())];
          t.diagnostic(fault.what);
          const happen = async () => {
            await fault.happen(trial);
            trial.heal();
          };
          await (fault.forgets
            ? trial.forgetting(fault.what, happen)
            : trial.playing(fault.what, happen));
          assert.deepEqual(await trial.witness.complaints(), [], fault.what);
        }
      } finally {
        await trial.close();
      }
    });
  });
}
