import { InputError } from '@backstage/errors';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import {
  observation,
  sourceState,
  subjectRow,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type { WebhookReading } from '@ripplehq/backstage-plugin-changes-node';
import fc from 'fast-check';

const RUNS = Number(process.env.FUZZ_RUNS ?? 3000);
const ENTRIES_KEPT = 3;

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.anything({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    '0001-01-01T00:00:00Z',
    'x'.repeat(50_000),
    1e308,
    NaN,
  ),
);

/**
 * Reads mutated bodies: each must be refused by an InputError, or say what fits the schemas. `FUZZ_RUNS` sets how many, `FUZZ_SEED` which.
 *
 * @returns how many were read rather than refused
 * @throws Error that names the seed
 */
export function fuzz(
  bodies: readonly unknown[],
  read: (body: unknown) => WebhookReading,
): number {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
  const entries = new Map<string, SourceState[]>();
  let understood = 0;
  const mutated = fc
    .record({
      body: fc.constantFrom(...bodies),
      where: fc.nat(),
      value: anything,
      drop: fc.boolean(),
    })
    .map(mutate);
  try {
    fc.assert(
      fc.property(mutated, body => {
        const reading = readOrRefuse(body, read);
        if (!reading) return;
        understood += 1;
        check(reading, entries);
      }),
      { seed, numRuns: RUNS },
    );
  } catch (error) {
    throw new Error(`FUZZ_SEED=${seed} repeats it`, { cause: error });
  }
  return understood;
}

function readOrRefuse(
  body: unknown,
  read: (body: unknown) => WebhookReading,
): WebhookReading | undefined {
  try {
    return read(body);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function check(
  { observations = [], subjects = [], histories = [] }: WebhookReading,
  entries: Map<string, SourceState[]>,
): void {
  subjects.forEach(row => subjectRow.parse(row));
  const said = [...observations];
  for (const history of histories) {
    sourceState.parse(history.entry);
    history.subjects?.forEach(row => subjectRow.parse(row));
    const known = [...(entries.get(history.of) ?? []), history.entry].slice(
      -ENTRIES_KEPT,
    );
    entries.set(history.of, known);
    said.push(...history.toObservations(known));
  }
  said.forEach(one => observation.parse(one));
}

/** A copy in which one thing, counted through the whole body, is another or is gone. */
function mutate({
  body,
  where,
  value,
  drop,
}: {
  body: unknown;
  where: number;
  value: unknown;
  drop: boolean;
}): unknown {
  const copy = structuredClone(body) as Record<string, unknown>;
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, item] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof item === 'object' && item !== null) {
        visit(item as Record<string, unknown>);
      }
    }
  };
  visit(copy);
  const { holder, key } = places[where % places.length];
  if (drop) delete holder[key];
  else holder[key] = value;
  return copy;
}
