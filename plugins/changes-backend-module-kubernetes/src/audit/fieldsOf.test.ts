import * as fc from 'fast-check';
import { fieldsOf, itemsOf, parsed } from './fieldsOf';

const whole = (json: Buffer) => ({ start: 0, end: json.length });

describe('fieldsOf and itemsOf', () => {
  it('take any JSON apart as it is, however it is written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 1, '\t'),
        (object, indent) => {
          const json = Buffer.from(JSON.stringify(object, null, indent));
          const fields = fieldsOf(json, whole(json));
          expect(
            Object.fromEntries(
              [...fields].map(([name, span]) => [name, parsed(json, span)]),
            ),
          ).toEqual(JSON.parse(json.toString()));
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), list => {
        const json = Buffer.from(JSON.stringify(list));
        expect(
          [...itemsOf(json, whole(json))].map(span => parsed(json, span)),
        ).toEqual(JSON.parse(json.toString()));
      }),
    );
  });

  it('end on anything else', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const json = Buffer.from(`{"a":${text}`);
        try {
          fieldsOf(json, whole(json));
        } catch (error) {
          expect((error as Error).message).toMatch(/^is no JSON/);
        }
      }),
    );
  });
});
