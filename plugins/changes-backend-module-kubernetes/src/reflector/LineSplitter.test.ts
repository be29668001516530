import fc from 'fast-check';
import { LineSplitter } from './LineSplitter';

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .string({ unit: 'grapheme' })
            .map(s => `x${s}`.replace(/[\r\n]/g, '')),
        ),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (lines, sizes) => {
          const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
          const splitter = LineSplitter.create({ maxLineBytes: 1_000_000 });
          const seen: string[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const to = at + sizes[i % sizes.length];
            seen.push(...splitter.push(bytes.subarray(at, to)));
            at = to;
          }
          expect(seen).toEqual(lines);
        },
      ),
    );
  });

  it('refuses a line over the limit before it is complete', () => {
    const splitter = LineSplitter.create({ maxLineBytes: 10 });
    splitter.push(Buffer.from('12345\n12345'));
    expect(() => splitter.push(Buffer.from('678901'))).toThrow(RangeError);
  });
});
