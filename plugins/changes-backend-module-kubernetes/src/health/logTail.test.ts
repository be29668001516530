import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { logTail } from './logTail';

const redactor = Redactor.create({});

describe('logTail', () => {
  it('keeps the last twenty lines, without colours and secrets', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const kept = logTail(
      [
        ...lines,
        '\u001b[31mfatal\u001b[0m: DB_PASSWORD=hunter2-hunter2',
        '',
      ].join('\n'),
      redactor,
    )!.split('\n');
    expect(kept).toHaveLength(20);
    expect(kept[0]).toBe('line 11');
    expect(kept[19]).toMatch(/^fatal: DB_PASSWORD=«hidden/);
  });

  it('cuts long lines, and drops the oldest where all are long', () => {
    const lines = Array.from(
      { length: 20 },
      (_, index) => `${index} ${'word '.repeat(200)}`,
    );
    const tail = logTail(lines.join('\n'), redactor)!;
    expect(tail.length).toBeLessThanOrEqual(1_900);
    expect(tail).toMatch(/\n19 [^\n]*…$/);
  });

  it('is nothing where nothing was written', () => {
    expect(logTail('\n \n', redactor)).toBeUndefined();
  });
});
