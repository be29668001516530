import fc from 'fast-check';
import { CHANGE_KINDS } from '@ripplehq/backstage-plugin-changes-common';
import { NO_FILTERS } from './filters';
import { formatUrlState, parseUrlState } from './urlState';
import { TEST_DAY } from './testEvents';

const arbitraryRange = fc
  .tuple(
    fc.integer({ min: 0, max: 1e6 }),
    fc.integer({ min: 1, max: 30 * 86_400 }),
  )
  .map(([offset, span]) => ({
    from: TEST_DAY + offset * 1000,
    to: TEST_DAY + (offset + span) * 1000,
  }));

describe('the address of the Changes tab', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            range: arbitraryRange,
            zoom: arbitraryRange,
            degree: fc.integer({ min: 0, max: 4 }),
            event: fc.stringMatching(/^[A-Za-z0-9_-]{1,22}$/),
            kinds: fc.uniqueArray(fc.constantFrom(...CHANGE_KINDS)),
            q: fc.string({ maxLength: 40 }),
          },
          { requiredKeys: ['degree', 'kinds', 'q'] },
        ),
        ({ kinds, q, ...rest }) => {
          const state = {
            ...rest,
            filters: { ...NO_FILTERS, kind: kinds, q },
          };
          const search = formatUrlState(state);
          expect(parseUrlState(new URLSearchParams(search.toString()))).toEqual(
            state,
          );
        },
      ),
    );
  });

  it('leaves out what it does not understand', () => {
    const search = new URLSearchParams(
      'from=yesterday&to=now&zoom=1..2..3&hops=9&type=nonsense&type=alert&status=gone&kind=UPPER',
    );
    expect(parseUrlState(search)).toEqual({
      degree: 2,
      filters: { ...NO_FILTERS, type: ['alert'] },
    });
  });

  it('refuses a range that ends before it starts or that the API would not answer', () => {
    const parse = (text: string) =>
      parseUrlState(new URLSearchParams(text)).range;
    expect(
      parse('from=2026-11-19T02:00:00Z&to=2026-11-19T01:00:00Z'),
    ).toBeUndefined();
    expect(
      parse('from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z'),
    ).toBeUndefined();
  });

  it('keeps parameters of others', () => {
    const search = formatUrlState(
      { degree: 4, filters: NO_FILTERS },
      new URLSearchParams('tab=1&event=old'),
    );
    expect(search.toString()).toBe('tab=1&hops=4');
  });
});
