import { setTimeout as wait } from 'node:timers/promises';
import { Pulse } from './Pulse';

const POLL_MS = 10;
const BUSY_MS = 300;

describe('Pulse', () => {
  let pulse: Pulse;

  const turnAfter = async (at: number) => {
    while (pulse.lastTurn() <= at) await wait(POLL_MS);
  };

  beforeEach(() => {
    pulse = Pulse.start();
  });
  afterEach(() => pulse.stop());

  it('goes on while the process does', async () => {
    const before = pulse.lastTurn();
    await turnAfter(before);
    expect(pulse.lastTurn()).toBeLessThanOrEqual(Date.now());
  });

  it('stands while the process takes nothing that arrives, and goes on afterwards', async () => {
    await turnAfter(pulse.lastTurn());
    const begin = Date.now();
    while (Date.now() - begin < BUSY_MS);
    expect(pulse.lastTurn()).toBeLessThanOrEqual(begin);
    await turnAfter(begin + BUSY_MS);
  });
});
