import * as fc from 'fast-check';
import { type LoggedWrite, type MadeWrite, attribute } from './attribute';

const made = (
  publicId: string,
  from: number,
  more: Partial<MadeWrite> = {},
) => ({
  publicId,
  verb: 'update' as const,
  manager: 'kubectl-edit',
  subresource: null,
  from,
  to: from + 999,
  sequence: null,
  ...more,
});
const logged = (id: string, at: number, more: Partial<LoggedWrite> = {}) => ({
  id,
  verb: 'update' as const,
  manager: 'kubectl-edit',
  subresource: null,
  from: at,
  to: at + 20,
  actor: id,
  ...more,
});
const named = (...args: Parameters<typeof attribute>) =>
  Object.fromEntries(attribute(...args));

describe('attribute', () => {
  it('names whoever wrote in the second that the object tells of', () => {
    expect(
      named(
        [made('first', 10_000), made('second', 30_000)],
        [logged('anna', 10_400), logged('ben', 30_990), logged('eve', 40_000)],
      ),
    ).toEqual({ first: 'anna', second: 'ben' });
  });

  it('tells programs, subresources and deletions of one second apart', () => {
    expect(
      named(
        [
          made('edited', 10_000),
          made('scaled', 10_000, { manager: 'kubectl', subresource: 'scale' }),
          made('deleted', 10_000, { verb: 'delete', manager: null }),
        ],
        [
          logged('anna', 10_400),
          logged('ben', 10_500, { manager: 'kubectl', subresource: 'scale' }),
          logged('eve', 10_600, { verb: 'delete', manager: 'kubectl' }),
        ],
      ),
    ).toEqual({ edited: 'anna', scaled: 'ben', deleted: 'eve' });
  });

  it('names two of one second in their order', () => {
    expect(
      named(
        [
          made('second', 10_000, { sequence: 12 }),
          made('first', 10_000, { sequence: 9 }),
        ],
        [logged('ben', 10_500), logged('anna', 10_050)],
      ),
    ).toEqual({ first: 'anna', second: 'ben' });
  });

  it('names nobody where it may have been either of two', () => {
    expect(
      named(
        [made('net', 10_000)],
        [logged('anna', 10_100), logged('ben', 10_200)],
      ),
    ).toEqual({});
  });

  it('names nobody of two who wrote at once', () => {
    expect(
      named(
        [
          made('first', 10_000, { sequence: 9 }),
          made('second', 10_000, { sequence: 12 }),
        ],
        [logged('anna', 10_100), logged('ben', 10_110)],
      ),
    ).toEqual({});
  });

  it('names one person who wrote more often than was told', () => {
    expect(
      named(
        [made('net', 10_000)],
        [
          logged('1', 10_100, { actor: 'anna' }),
          logged('2', 10_500, { actor: 'anna' }),
        ],
      ),
    ).toEqual({ net: '2' });
  });

  it('names nobody of two who deleted, one of whom may only have tried', () => {
    const deletion = { verb: 'delete' as const };
    const gone = made('gone', 10_000, { ...deletion, manager: null });
    const anna = logged('anna', 10_200, deletion);
    expect(named([gone], [anna, logged('ben', 10_700, deletion)])).toEqual({});
    expect(
      named(
        [gone],
        [anna, logged('2', 10_700, { ...deletion, actor: 'anna' })],
      ),
    ).toEqual({ gone: '2' });
  });

  it('names the same in whatever order things came to be known', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5_000 }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(times, times, fc.nat(), (events, writes, seed) => {
        const all = events.map((at, i) => made(`e${i}`, at, { sequence: i }));
        const log = writes.map((at, i) =>
          logged(`w${i}`, at, { actor: `user${i % 2}` }),
        );
        const turned = <T>(list: T[]) =>
          list.map((_, i) => list[(i + seed) % list.length]);
        expect(named(turned(all), turned(log).reverse())).toEqual(
          named(all, log),
        );
      }),
    );
  });
});
