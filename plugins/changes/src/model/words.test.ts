import { emphasized, shortLabel, titleBesideService } from './eventWords';
import { exactDuration } from './exactDuration';
import { isBig, rankedFieldChanges } from './fieldChanges';
import { markdownSummary } from './markdown';
import { wholePercents } from './suspectRows';

describe('titles', () => {
  it('leave out the service beside its name', () => {
    expect(titleBesideService('rest-api scaled 50 → 5', 'rest-api')).toBe(
      'Scaled 50 → 5',
    );
    expect(titleBesideService('rest-api: v1 → v2', 'rest-api')).toBe('v1 → v2');
    expect(titleBesideService('rest-api: batch-v2 on', 'rest-api')).toBe(
      'batch-v2 on',
    );
    expect(titleBesideService('Node drained', 'rest-api')).toBe('Node drained');
  });

  it('shrink to the version and the number that fit under a mark', () => {
    const label = (title: string) => shortLabel(title, 'rest-api');
    expect(label('rest-api deployed v2.14.1 and cut replicas 50 → 5')).toBe(
      'v2.14.1 · 50 → 5',
    );
    expect(label('rest-api v2.14.0 → v2.14.1')).toBe('v2.14.1');
    expect(label('rest-api scaled 3 → 5')).toBe('3 → 5');
    expect(label('rest-api restarted')).toBe('Restarted');
    expect(
      label('ConfigMap rest-api-routes: seven keys were changed'),
    ).toBeUndefined();
  });

  it('set off what was altered', () => {
    expect(
      emphasized('cut replicas 50 → 5 by hand')
        .filter(part => part.strong)
        .map(part => part.text),
    ).toEqual(['50 → 5']);
  });
});

describe('field changes', () => {
  it('put the riskiest first and write lost replicas large', () => {
    const [first, ...rest] = rankedFieldChanges([
      { path: 'metadata.labels.team', before: 'a', after: 'b' },
      {
        path: 'spec.template.spec.containers[app].image',
        before: 'a:1',
        after: 'a:2',
      },
      { path: 'spec.replicas', before: 50, after: 5 },
    ]);
    expect(first).toMatchObject({
      leaf: 'replicas',
      parent: 'spec.',
      percent: -90,
    });
    expect(isBig(first)).toBe(true);
    expect(rest.map(({ leaf }) => leaf)).toEqual(['image', 'team']);
  });

  it('name an environment variable rather than its value field', () => {
    const [change] = rankedFieldChanges([
      { path: 'spec.containers[app].env[CACHE_TTL].value', after: '120' },
    ]);
    expect([change.parent, change.leaf, change.tail]).toEqual([
      'spec.containers[app].env[',
      'CACHE_TTL',
      '].value',
    ]);
    expect(change.before).toBeUndefined();
  });
});

describe('percentages', () => {
  it('are whole and add up to 100', () => {
    expect(wholePercents([0.744, 0.07, 0.05, 0.04, 0.016, 0.08])).toEqual([
      74, 7, 5, 4, 2, 8,
    ]);
    expect(
      wholePercents([1, 1, 1]).reduce((sum, percent) => sum + percent, 0),
    ).toBe(100);
    expect(wholePercents([0, 0])).toEqual([0, 0]);
  });
});

describe('lengths of time', () => {
  it('are told in two units', () => {
    expect(exactDuration(107_000)).toEqual({
      unit: 'minutes',
      minutes: 1,
      seconds: 47,
    });
    expect(exactDuration(-5)).toEqual({ unit: 'seconds', seconds: 0 });
  });
});

describe('the summary', () => {
  it('does not let a title make links or mentions', () => {
    const text = markdownSummary({
      heading: 'Change',
      title: '[click](http://evil) @everyone *now*',
      lines: ['a\nb'],
      url: 'https://portal.example.com/x',
    });
    expect(text).toBe(
      '**Change**: \\[click\\](http://evil) \\@everyone \\*now\\*\n- a b\n- <https://portal.example.com/x>',
    );
  });
});
