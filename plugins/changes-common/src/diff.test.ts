import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@backstage/types';
import { diffManifests, hiddenValue } from './diff';

const deployment = (containers: JsonObject[], replicas = 50) => ({
  metadata: { labels: { 'app.kubernetes.io/name': 'rest-api' } },
  spec: { replicas, template: { spec: { containers } } },
});

describe('diffManifests', () => {
  it('names fields as Kubernetes does', () => {
    expect(
      diffManifests(
        deployment([
          {
            name: 'app',
            image: 'rest-api:2.14.0',
            env: [{ name: 'CACHE_TTL', value: '300' }],
          },
        ]),
        deployment(
          [
            { name: 'proxy', image: 'envoy:1' },
            {
              name: 'app',
              image: 'rest-api:2.14.1',
              env: [{ name: 'CACHE_TTL', value: '120' }],
            },
          ],
          5,
        ),
      ),
    ).toEqual([
      { path: 'spec.replicas', before: 50, after: 5 },
      {
        path: 'spec.template.spec.containers[app].image',
        before: 'rest-api:2.14.0',
        after: 'rest-api:2.14.1',
      },
      {
        path: 'spec.template.spec.containers[app].env[CACHE_TTL].value',
        before: '300',
        after: '120',
      },
      {
        path: 'spec.template.spec.containers[proxy]',
        after: { name: 'proxy', image: 'envoy:1' },
      },
    ]);
  });

  it('quotes keys with other characters', () => {
    expect(diffManifests({ data: { 'a.json': '1' } }, { data: {} })).toEqual([
      { path: "data['a.json']", before: '1' },
    ]);
  });

  it('takes fields of any name', () => {
    expect(
      diffManifests({ constructor: ['a'] }, { constructor: ['b'] }),
    ).toEqual([{ path: 'constructor[0]', before: 'a', after: 'b' }]);
  });

  it('says that hidden values differ, but not what they are', () => {
    expect(
      diffManifests(
        { data: { a: hiddenValue('1a'), b: hiddenValue('2b') } },
        { data: { a: hiddenValue('3c'), b: hiddenValue('2b') } },
      ),
    ).toEqual([{ path: 'data.a', redacted: true }]);
  });

  it('falls back to positions where names repeat', () => {
    expect(
      diffManifests(
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '3' },
          ],
        },
      ),
    ).toEqual([{ path: 'env[1].value', before: '2', after: '3' }]);
  });

  it('is empty exactly when nothing differs, and swaps with its arguments', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(diffManifests(a, a)).toEqual([]);
        const clone = JSON.parse(JSON.stringify(a));
        expect(diffManifests(a, clone)).toEqual([]);
        const forth = diffManifests(a, b);
        const back = diffManifests(b, a);
        expect(new Set(forth.map(c => c.path))).toEqual(
          new Set(back.map(c => c.path)),
        );
        const plain = (value: JsonValue) => JSON.parse(JSON.stringify(value));
        expect(forth.length === 0).toBe(isDeepStrictEqual(plain(a), plain(b)));
      }),
    );
  });
});
