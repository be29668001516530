import fc from 'fast-check';
import { stateOf } from '../ingest/merge';
import { deployment } from '../__testUtils__/TestStore';
import { decodeJson, decodeManifest, encodeDetail } from './details';

const encode = (overrides: Parameters<typeof deployment>[0]) =>
  encodeDetail(
    stateOf(deployment(overrides), { subjects: ['x:1'], digest: '' }),
  );

describe('details', () => {
  it('gives back both manifests exactly, whatever they hold', async () => {
    const json = fc.jsonValue({ noUnicodeString: false } as object);
    await fc.assert(
      fc.asyncProperty(json, json, async (before, after) => {
        const columns = await encode({
          before: JSON.parse(JSON.stringify(before)),
          after: JSON.parse(JSON.stringify(after)),
        });
        const decoded = decodeManifest(columns?.manifest as Buffer);
        expect(JSON.stringify(decoded.before)).toBe(JSON.stringify(before));
        expect(JSON.stringify(decoded.after)).toBe(JSON.stringify(after));
      }),
    );
  });

  it('keeps keys that JavaScript treats in its own way', async () => {
    const before = JSON.parse('{"__proto__":{"a":1},"constructor":2}');
    const columns = await encode({ before, after: { b: 1 } });
    expect(
      JSON.stringify(decodeManifest(columns?.manifest as Buffer).before),
    ).toBe(JSON.stringify(before));
  });

  it('stores little for a small change of a large object', async () => {
    const manifest = (replicas: number) => ({
      replicas,
      env: Array.from({ length: 50 }, (_, i) => ({
        name: `N${i}`,
        value: String((i * 7919) % 1000),
      })),
    });
    const both = await encode({ before: manifest(5), after: manifest(50) });
    const one = await encode({ after: manifest(50) });
    const size = (columns: typeof both) => columns?.manifest?.length ?? 0;
    expect(size(both) - size(one)).toBeLessThan(80);
  });

  it('tells a creation from a deletion', async () => {
    const created = await encode({ after: { a: 1 } });
    const deleted = await encode({ before: { a: 1 } });
    expect(decodeManifest(created?.manifest as Buffer)).toEqual({
      after: { a: 1 },
      before: undefined,
    });
    expect(decodeManifest(deleted?.manifest as Buffer)).toEqual({
      before: { a: 1 },
      after: undefined,
    });
  });

  it('keeps the payload', async () => {
    const columns = await encode({ raw: { incident: 'P1' } });
    expect(decodeJson(columns?.raw as Buffer)).toEqual({ incident: 'P1' });
  });

  it('is nothing for an observation without detail', async () => {
    expect(await encode({})).toBeUndefined();
  });
});
