import { cutList } from './listItems';

function itemsOf(text: string): unknown[] | undefined {
  const list = cutList(Buffer.from(text));
  return list && [...list.items];
}

describe('cutList', () => {
  it('gives what parsing the whole gives, whatever an item holds', () => {
    const items = [
      { metadata: { name: 'a' } },
      {
        metadata: { name: 'b', note: '},{"metadata":{"name":"no item"}},{' },
        spec: { claims: [{ metadata: { name: 'x' } }, { metadata: {} }] },
      },
      { metadata: { name: 'c' }, spec: [{ metadata: 1 }, { metadata: 2 }] },
      { metadata: { name: 'ü' } },
      { spec: {}, metadata: { name: 'another order' } },
    ];
    const list = { kind: 'List', metadata: { resourceVersion: '7' }, items };
    const cut = cutList(Buffer.from(`${JSON.stringify(list)}\n`))!;
    expect(cut.head).toEqual({ ...list, items: [] });
    expect([...cut.items]).toEqual(items);
  });

  it('reads an item that is full of what looks like the begin of one', () => {
    const parts = Array.from({ length: 5_000 }, (_, at) => ({ metadata: at }));
    const items = [{ metadata: parts }, { metadata: 'last' }];
    expect(itemsOf(JSON.stringify({ metadata: {}, items }))).toEqual(items);
  });

  it('reads an empty list', () => {
    expect(itemsOf('{"metadata":{},"items":[]}')).toEqual([]);
  });

  it.each([
    '{"metadata":{},"items":null}',
    '{"metadata":{},"items": [ ]}',
    '{"metadata":{"items":[]},"items":null}',
    '{"items":[],"metadata":{}}',
    '<html>',
    '',
  ])('leaves %s to others', text => {
    expect(itemsOf(text)).toBeUndefined();
  });

  it.each(['{"a":1},', '{"a":1}{"a":2}', '{"a":', ',{"a":1}'])(
    'refuses %s as the items of a list',
    text => {
      expect(() => itemsOf(`{"items":[${text}]}`)).toThrow(SyntaxError);
    },
  );
});
