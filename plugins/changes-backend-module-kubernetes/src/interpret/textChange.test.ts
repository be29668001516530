import { textChange } from './textChange';

const TEXT = 'pool.size=20\ncache.ttl=30s\nlevel=info\n';

describe('textChange', () => {
  it.each([
    ['pool.size=20', 'pool.size=5', 'pool.size 20 → 5'],
    ['level=info\n', '', 'level removed'],
    ['cache.ttl', 'cache.size=3\ncache.ttl', 'cache.size added'],
    [
      'pool.size=20\ncache.ttl=30s',
      'pool.size=5\ncache.ttl=5s',
      'pool.size 20 → 5, cache.ttl 30s → 5s',
    ],
    ['pool.size=20', `pool.size=${'x'.repeat(50)}`, 'pool.size'],
    ['pool.size=20', 'pool.size=«hidden 1a»', 'pool.size'],
    ['pool.size=20', 'no setting', 'a line'],
    [TEXT, 'a=1\nb=2\nc=3\nd=4\n', '4 lines'],
  ])('tells %j → %j as %s', (from, to, told) => {
    expect(textChange(TEXT, TEXT.replace(from, to))).toBe(told);
  });

  it('understands YAML and JSON', () => {
    expect(textChange('a:\n  pool: 20\n', 'a:\n  pool: 5\n')).toBe(
      'pool 20 → 5',
    );
    expect(
      textChange('{\n "a": "x",\n "b": 1\n}', '{\n "a": "y",\n "b": 1\n}'),
    ).toBe('a x → y');
  });

  it('says nothing of values of one line', () => {
    expect(textChange('20', '5')).toBeUndefined();
    expect(textChange(TEXT, undefined)).toBeUndefined();
  });
});
