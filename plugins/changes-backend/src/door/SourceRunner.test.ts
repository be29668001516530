import { mockServices } from '@backstage/backend-test-utils';
import type {
  ChangeSource,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import { SourceRunner } from './SourceRunner';

const connect = () => ({} as SourceConnection);

/** A wait that the test ends; tells how long each was to be. */
function manualWait() {
  const asked: number[] = [];
  const resume: (() => void)[] = [];
  let notify: () => void = () => {};
  return {
    asked,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        asked.push(ms);
        resume.push(resolve);
        notify();
      }),
    async step() {
      if (resume.length === 0) {
        await new Promise<void>(resolve => {
          notify = resolve;
        });
      }
      resume.splice(0).forEach(go => go());
    },
  };
}

describe('SourceRunner', () => {
  it('starts again what failed, later each time, and tells why it failed', async () => {
    const clock = manualWait();
    let starts = 0;
    let reached: () => void;
    const working = new Promise<void>(resolve => {
      reached = resolve;
    });
    const source: ChangeSource = {
      source: 'kubernetes',
      async start(_, signal) {
        starts++;
        if (starts < 4) throw new Error(`no cluster, ${starts}`);
        reached();
        await new Promise(resolve => signal.addEventListener('abort', resolve));
      },
    };
    const runner = SourceRunner.create({
      sources: [source],
      connect,
      logger: mockServices.logger.mock(),
      now: () => 0,
      wait: clock.wait,
    });
    runner.start();
    await clock.step();
    await clock.step();
    await clock.step();
    await working;
    expect(clock.asked).toEqual([1000, 2000, 4000]);
    expect(runner.status()).toEqual([
      {
        source: 'kubernetes',
        state: 'running',
        error: 'Error: no cluster, 3',
      },
    ]);
    await runner.stop();
    expect(runner.status()).toEqual([
      { source: 'kubernetes', state: 'stopped' },
    ]);
  });

  it('lets one source fail without harm to another', async () => {
    const clock = manualWait();
    let reached: () => void;
    const working = new Promise<void>(resolve => {
      reached = resolve;
    });
    const runner = SourceRunner.create({
      sources: [
        {
          source: 'broken',
          start: () => {
            throw new Error('at once');
          },
        },
        {
          source: 'fine',
          async start() {
            reached();
          },
        },
      ],
      connect,
      logger: mockServices.logger.mock(),
      wait: clock.wait,
    });
    runner.start();
    await working;
    expect(runner.status()).toMatchObject([
      { source: 'broken', state: 'failed', error: 'Error: at once' },
      { source: 'fine' },
    ]);
    await runner.stop();
  });
});
