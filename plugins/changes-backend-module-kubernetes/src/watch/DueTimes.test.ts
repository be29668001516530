import fc from 'fast-check';
import { DueTimes } from './DueTimes';

describe('DueTimes', () => {
  it('gives what is due, the earliest first, each once, at the time that was said last', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
            at: fc.option(fc.nat(20), { nil: undefined }),
          }),
          { maxLength: 200 },
        ),
        words => {
          const due = new DueTimes();
          const wanted = new Map<string, number>();
          for (const { id, at } of words) {
            due.set(id, at);
            if (at === undefined) wanted.delete(id);
            else wanted.set(id, at);
            expect(due.next).toBe(Math.min(...wanted.values()));
          }
          const taken: { id: string; at: number }[] = [];
          for (let next = due.take(10); next; next = due.take(10)) {
            taken.push(next);
          }
          expect(taken.map(({ at }) => at)).toEqual(
            [...wanted.values()].filter(at => at <= 10).sort((a, b) => a - b),
          );
          for (const { id, at } of taken) expect(wanted.get(id)).toBe(at);
        },
      ),
    );
  });

  it('tells again of what comes due again at the same moment', () => {
    const due = new DueTimes();
    due.set('a', 5);
    expect(due.take(5)).toEqual({ id: 'a', at: 5 });
    expect(due.take(5)).toBeUndefined();
    due.set('a', 5);
    expect(due.take(5)).toEqual({ id: 'a', at: 5 });
  });
});
