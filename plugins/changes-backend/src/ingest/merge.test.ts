import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import fc from 'fast-check';
import { type MergeState, intervalOf, merge, stateOf } from './merge';
import { parseState, serializeState } from './mergeState';

const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 19) + second * 1000).toISOString();
const second = fc.integer({ min: 0, max: 6 });

// Few values of everything, so that ties are common.
const observation = fc
  .record({
    title: fc.constantFrom('a', 'b'),
    observedAt: second.map(at),
    sequence: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
    start: fc.option(second.map(at), { nil: undefined }),
    acknowledged: fc.option(second.map(at), { nil: undefined }),
    status: fc.constantFrom(undefined, 'open' as const, 'suppressed' as const),
    ended: fc.boolean(),
    seenLast: fc.option(second.map(at), { nil: undefined }),
    reconstructed: fc.constantFrom(undefined, true as const),
    cluster: fc.constantFrom(undefined, 'eu', 'us'),
    subjects: fc.subarray(['x:1', 'x:2', 'x:3'], { minLength: 1 }),
    evidence: fc.boolean(),
  })
  .map<Observation>(({ ended, seenLast, evidence, ...rest }) => ({
    ...rest,
    evidence: evidence ? [{ label: 'l', text: 't' }] : undefined,
    type: 'alert' as const,
    kind: 'cpu',
    instance: 'main',
    key: 'k',
    severity: 'warning' as const,
    ...(ended
      ? {
          end: {
            at: rest.observedAt,
            status: 'resolved' as const,
            ...(seenLast ? { after: seenLast } : {}),
          },
        }
      : {}),
  }));

const state: fc.Arbitrary<MergeState> = observation.map(said =>
  stateOf(said, { subjects: said.subjects, digest: JSON.stringify(said) }),
);

describe('merge', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(merge(a, b), b)).toEqual(merge(a, b));
        expect(merge(a, a)).toEqual(a);
      }),
    );
  });

  it('forgets nothing that later merging needs when it is stored', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        const kept = merge(a, b);
        const stored = {
          ...parseState(serializeState(kept)),
          subjects: kept.subjects,
        };
        expect(serializeState(merge(stored, c))).toBe(
          serializeState(merge(kept, c)),
        );
      }),
    );
  });

  const said = (overrides: Partial<Observation>): MergeState => {
    const whole: Observation = {
      type: 'alert',
      kind: 'cpu',
      instance: 'main',
      key: 'k',
      title: 'CPU high',
      severity: 'warning',
      observedAt: at(0),
      subjects: ['x:1'],
      ...overrides,
    };
    return stateOf(whole, {
      subjects: whole.subjects,
      digest: JSON.stringify(whole),
    });
  };
  const statusOf = (merged: MergeState) => {
    const register = merged.fields.status;
    return register && 'value' in register ? register.value : undefined;
  };

  it('ends an alert whose resolve comes before its trigger', () => {
    const merged = merge(
      said({
        observedAt: at(5),
        end: { at: at(5), status: 'resolved' },
      }),
      said({ observedAt: at(1), start: at(1) }),
    );
    expect(statusOf(merged)).toBe('resolved');
    expect(intervalOf(merged, 'resolved', undefined)).toEqual({
      startedAt: Date.parse(at(1)),
      endedAt: Date.parse(at(5)),
    });
  });

  it('believes the latest about the end, also that it was earlier', () => {
    const early = said({
      observedAt: at(6),
      start: at(0),
      end: { at: at(6), status: 'resolved' },
    });
    const corrected = said({
      observedAt: at(6),
      sequence: 1,
      end: { at: at(3), status: 'resolved' },
    });
    const merged = merge(early, corrected);
    expect(merged).toEqual(merge(corrected, early));
    expect(intervalOf(merged, 'resolved', undefined).endedAt).toBe(
      Date.parse(at(3)),
    );
  });

  it('keeps between which times it ended unseen, until somebody knows better', () => {
    const open = said({ start: at(1) });
    const unseen = said({
      observedAt: at(5),
      end: { at: at(5), after: at(2), status: 'resolved' },
    });
    const known = said({
      observedAt: at(6),
      end: { at: at(4), status: 'resolved' },
    });
    expect(intervalOf(merge(open, unseen), 'resolved', undefined)).toEqual({
      startedAt: Date.parse(at(1)),
      endedAt: Date.parse(at(5)),
      endedAfter: Date.parse(at(2)),
    });
    expect(
      intervalOf(merge(merge(open, known), unseen), 'resolved', undefined),
    ).toEqual({
      startedAt: Date.parse(at(1)),
      endedAt: Date.parse(at(4)),
    });
  });

  it('lets nothing end before it began', () => {
    const merged = merge(
      said({ start: at(3) }),
      said({
        observedAt: at(5),
        end: { at: at(5), after: at(1), status: 'resolved' },
      }),
    );
    expect(intervalOf(merged, 'resolved', undefined).endedAfter).toBe(
      Date.parse(at(3)),
    );
  });

  it('lets resolved beat acknowledged beat open at one moment', () => {
    const open = said({});
    const acknowledged = said({ acknowledged: at(0) });
    const resolved = said({ end: { at: at(0), status: 'resolved' } });
    expect(statusOf(merge(acknowledged, open))).toBe('acknowledged');
    expect(statusOf(merge(merge(open, resolved), acknowledged))).toBe(
      'resolved',
    );
  });

  it('keeps what only an earlier observation told', () => {
    const merged = merge(
      said({ evidence: [{ label: 'CPU', text: '97 %' }] }),
      said({ observedAt: at(3), title: 'CPU still high' }),
    );
    expect(merged.fields.evidence).toMatchObject({
      value: [{ label: 'CPU', text: '97 %' }],
    });
    expect(merged.fields.title).toMatchObject({ value: 'CPU still high' });
  });

  it('starts where nobody knows the start at the end of the time in which it lies', () => {
    const state1 = said({ observedAt: at(6) });
    expect(
      intervalOf(state1, 'open', {
        from: Date.parse(at(2)),
        to: Date.parse(at(4)),
      }).startedAt,
    ).toBe(Date.parse(at(4)));
    expect(intervalOf(state1, 'open', undefined).startedAt).toBe(
      Date.parse(at(6)),
    );
  });

  it('is no longer reconstructed once it was seen live', () => {
    const history = said({ reconstructed: true });
    expect(merge(history, history).reconstructed).toBe(true);
    expect(merge(history, said({ observedAt: at(1) })).reconstructed).toBe(
      false,
    );
  });
});
