import { aurocOfNoChange, calibrationError, judge } from './metrics';

const truth = (cause: string | null) => ({ cause, tags: [] });
const ranked = (noChange: number, ...probabilities: number[]) => ({
  noChange,
  suspects: probabilities.map((probability, index) => ({
    eventId: `e${index}`,
    probability,
  })),
});

describe('judge', () => {
  it('shares a rank between those that tie', () => {
    // Two before it, three tie: places 3 to 5.
    const result = judge(ranked(0, 0.3, 0.3, 0.1, 0.1, 0.1), truth('e4'), 1);
    expect(result.top1).toBe(0);
    expect(result.top3).toBeCloseTo(1 / 3);
    expect(result.reciprocalRank).toBeCloseTo((1 / 3 + 1 / 4 + 1 / 5) / 3);
  });

  it('ranks suspects whatever is believed of "no change", and tells apart what is right', () => {
    const result = judge(ranked(0.7, 0.2, 0.1), truth('e0'), 1);
    expect([result.top1, result.right]).toEqual([1, 0]);
    expect(judge(ranked(0.7, 0.3), truth(null), 1).right).toBe(1);
  });

  it('finds nothing where the cause is not among the suspects', () => {
    const result = judge(ranked(0.1, 0.9), truth('other'), 1);
    expect([result.top1, result.top3, result.right]).toEqual([0, 0, 0]);
  });
});

describe('figures over cases', () => {
  it('rate how well "no change" parts the cases', () => {
    const results = [
      judge(ranked(0.9, 0.1), truth(null), 1),
      judge(ranked(0.2, 0.8), truth('e0'), 1),
      judge(ranked(0.9, 0.1), truth('e0'), 1),
    ];
    expect(aurocOfNoChange(results)).toBe(0.75);
  });

  it('rate how far probabilities are from what came true', () => {
    const results = [
      judge(ranked(0.2, 0.8), truth('e0'), 1),
      judge(ranked(0.2, 0.8), truth('e1'), 1),
    ];
    expect(calibrationError(results)).toBeCloseTo(0.3);
    expect(
      calibrationError([judge(ranked(-Infinity, 5), truth('e0'), 1)]),
    ).toBeUndefined();
  });
});
