import { plainLine, plainText } from './plainText';

describe('plainLine', () => {
  it.each([
    ['an override of direction', 'rest\u202e-ipa\u202c', 'rest-ipa'],
    ['isolates', '\u2066a\u2069b', 'ab'],
    ['marks of direction', 'a\u200e\u200f\u061cb', 'ab'],
    ['what has no width', 'pay\u200bments\ufeff', 'payments'],
    ['tags', `a${String.fromCodePoint(0xe0041)}b`, 'ab'],
    ['control characters', 'a\u0000b\u001b[31mc\u009bd', 'ab[31mcd'],
    ['line breaks', 'a\r\nb\u2028c\td\n', 'a b c d'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
  ])('takes %s away', (_, text, plain) => {
    expect(plainLine(text)).toBe(plain);
    expect(plainLine(plain)).toBe(plain);
  });

  it.each([
    'rest-api deployed v2.14.1 and cut replicas 50 → 5',
    'Zoë said „ja“ 🦉👩‍🚀',
    'עברית and العربية stay',
  ])('leaves %s', text => {
    expect(plainLine(text)).toBe(text);
  });
});

it('plainText keeps lines', () => {
  expect(plainText('a\n\tb\u202e\u0000')).toBe('a\n\tb');
});
