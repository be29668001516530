import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readLauncherMessage } from './launcherMessages.ts';
import { Restart } from './Restart.ts';
import { type Savings, readSavings, writeSavings } from './Savings.ts';
import type { Stage } from './script/index.ts';
import { SHOP } from './world/index.ts';

describe('readLauncherMessage', () => {
  it('reads what the launcher says', () => {
    expect(readLauncherMessage({ type: 'portal-stopped' })).toEqual({
      type: 'portal-stopped',
    });
  });

  it('names the field that is wrong', () => {
    expect(() =>
      readLauncherMessage({ type: 'start', directory: '/tmp', keep: 'yes' }),
    ).toThrow(/does not understand[^]*keep/);
    expect(() => readLauncherMessage('hello')).toThrow(/does not understand/);
  });
});

describe('savings', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'demo-savings-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('come back as they were kept', async () => {
    const kept: Savings = {
      format: 1,
      clusters: { 'prod-eu': { revision: 7 } },
      github: { port: 7100, saved: { repositories: [] } },
      control: { port: 7101 },
      pagerduty: { count: 8843 },
      fleet: {},
      script: {},
      moments: { cut: 1_795_516_135_518 },
    };
    expect(await readSavings(directory)).toBeUndefined();
    await writeSavings(directory, kept);
    expect(await readSavings(directory)).toEqual(kept);
  });

  it('are refused where they are something else', async () => {
    await writeFile(path.join(directory, 'world.json'), '{"format":2}');
    await expect(readSavings(directory)).rejects.toThrow(/format/);
  });
});

describe('Restart', () => {
  it('changes something between the stop and the start of the portal', () => {
    const done: string[] = [];
    const restart = Restart.create({
      send: ({ type }) => done.push(type),
      stage: {
        world: SHOP,
        clock: { now: () => 42 },
        moments: {},
        fleet: {
          replicasOf: () => 2,
          setting: () => '1x',
          scale: (_: object, replicas: number) => done.push(`× ${replicas}`),
          configure: (_: object, data: object) =>
            done.push(JSON.stringify(data)),
        },
      } as unknown as Stage,
    });
    restart.begin();
    expect(() => restart.begin()).toThrow('is being restarted already');
    restart.portal('started');
    expect(done).toEqual(['stop-portal']);
    restart.portal('stopped');
    expect(done).toEqual([
      'stop-portal',
      '× 4',
      '{"SPEED":"2x"}',
      'start-portal',
    ]);
    expect(() => restart.begin()).toThrow('is being restarted already');
    restart.portal('started');
    restart.begin();
    expect(done.at(-1)).toBe('stop-portal');
  });
});
