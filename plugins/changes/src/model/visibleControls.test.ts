import { visibleControls } from './visibleControls';

describe('visibleControls', () => {
  it.each([
    ['an override of direction', 'a\u202eb', 'a‹U+202E›b'],
    ['an isolate', '\u2066x\u2069', '‹U+2066›x‹U+2069›'],
    ['a space without width', 'pass\u200bword', 'pass‹U+200B›word'],
    ['an escape sequence', '\u001b[31m', '‹U+001B›[31m'],
  ])('writes out %s', (_, text, shown) => {
    expect(visibleControls(text)).toBe(shown);
  });

  it('leaves lines, tabs and every script as they are', () => {
    const text = 'Größe:\tعربي\nשלום 日本 👍';
    expect(visibleControls(text)).toBe(text);
  });
});
