import * as fc from 'fast-check';
import { JsonWalk } from './JsonWalk';

const INDENTS = fc.constantFrom(undefined, 1, '\t');

/** Reads JSON by walking down objects and lists to a depth, and values below. */
function read(walk: JsonWalk, value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const index of walk.items()) list[index] = read(walk, value[index]);
    return list;
  }
  if (typeof value === 'object' && value !== null) {
    const fields: [string, unknown][] = [];
    for (const name of walk.fields()) {
      fields.push([name, read(walk, (value as Record<string, unknown>)[name])]);
    }
    return Object.fromEntries(fields);
  }
  return walk.value();
}

describe('JsonWalk', () => {
  it('reads any JSON as it is, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), INDENTS, (any, indent) => {
        const text = JSON.stringify(any, null, indent);
        const walk = JsonWalk.of(Buffer.from(text));
        expect(read(walk, JSON.parse(text))).toEqual(JSON.parse(text));
        walk.end();
      }),
    );
  });

  it('skips any JSON to where it ends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), INDENTS, (any, indent) => {
        const walk = JsonWalk.of(
          Buffer.from(JSON.stringify([any, 'next'], null, indent)),
        );
        const read2: unknown[] = [];
        for (const index of walk.items()) {
          if (index === 0) walk.skip();
          else read2.push(walk.value());
        }
        expect(read2).toEqual(['next']);
        walk.end();
      }),
    );
  });

  it('refuses anything else', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const walk = JsonWalk.of(Buffer.from(`{"a":${text}`));
        expect(() => {
          for (const _ of walk.fields()) walk.value();
          // What was added may have closed it.
          throw new Error('is no JSON, but closed');
        }).toThrow(/^is no JSON/);
      }),
    );
    for (const text of ['{"a":1,}', '{1:2}', '{"a" 1}', '{"a":1 "b":2}']) {
      const walk = JsonWalk.of(Buffer.from(text));
      expect(() => {
        for (const _ of walk.fields()) walk.skip();
      }).toThrow(/^is no JSON/);
    }
    expect(() => {
      const walk = JsonWalk.of(Buffer.from('[1,2] 3'));
      for (const _ of walk.items()) walk.skip();
      walk.end();
    }).toThrow('is no JSON, at byte 6');
  });
});
