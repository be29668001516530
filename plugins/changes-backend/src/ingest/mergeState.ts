import type { FieldName, MergeState, Register, Stamp } from './merge';

// The position of a field is its bit in the stored mask: add at the end, never reorder.
const FIELDS: readonly FieldName[] = [
  'type',
  'kind',
  'title',
  'severity',
  'status',
  'observedBetween',
  'actor',
  'partOf',
  'environment',
  'cluster',
  'namespace',
  'links',
  'hasCode',
  'manifest',
  'diff',
  'rollout',
  'evidence',
  'raw',
  'attributed',
];

/** Of an end that was stored before ends had stamps: every other one is later. */
const UNSTAMPED: Stamp = [0, null, 0, ''];

interface StoredState {
  /** First observed, start, acknowledged, end. */
  t: [number, number | null, number | null, number | null];
  /** The stamp of the end, where it is known. */
  e?: Stamp;
  /** After which it ended, where nobody saw the end. */
  a?: number;
  /** Per observation that still holds a field: its stamp and the fields as bits. */
  f: [Stamp, number][];
  /** Reconstructed. */
  r?: 1;
}

/** What is kept of a state beside the values, which stand in the event's own columns. */
export function serializeState(state: MergeState): string {
  const masks = new Map<string, [Stamp, number]>();
  FIELDS.forEach((field, bit) => {
    const stamp = state.fields[field]?.stamp;
    if (!stamp) return;
    const key = JSON.stringify(stamp);
    const entry = masks.get(key) ?? [stamp, 0];
    entry[1] += 2 ** bit;
    masks.set(key, entry);
  });
  const stored: StoredState = {
    t: [
      state.firstObservedAt,
      state.start ?? null,
      state.acknowledged ?? null,
      state.end?.at ?? null,
    ],
    ...(state.end ? { e: state.end.stamp } : {}),
    ...(state.end?.after === undefined ? {} : { a: state.end.after }),
    f: [...masks.values()],
    ...(state.reconstructed ? { r: 1 } : {}),
  };
  return JSON.stringify(stored);
}

/** The state of a stored event, without its subjects; its values are `kept`. */
export function parseState(text: string): MergeState {
  const { t, e, a, f, r }: StoredState = JSON.parse(text);
  const fields: { [F in FieldName]?: Register<never> } = {};
  for (const [stamp, mask] of f) {
    FIELDS.forEach((field, bit) => {
      if (Math.floor(mask / 2 ** bit) % 2 === 1) {
        fields[field] = { stamp, kept: true };
      }
    });
  }
  return {
    firstObservedAt: t[0],
    start: t[1] ?? undefined,
    acknowledged: t[2] ?? undefined,
    end:
      t[3] === null
        ? undefined
        : {
            at: t[3],
            stamp: e ?? UNSTAMPED,
            ...(a === undefined ? {} : { after: a }),
          },
    reconstructed: r === 1,
    subjects: [],
    fields,
  };
}
