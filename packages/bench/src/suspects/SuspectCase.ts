import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const moment = z.iso.datetime({ offset: true });

const event = z.looseObject({
  id: z.string(),
  type: z.enum(['change', 'alert', 'health']),
  kind: z.string(),
  source: z.string().default('unknown'),
  title: z.string(),
  status: z.string().default('succeeded'),
  severity: z.string().default('unknown'),
  startedAt: moment,
  endedAt: moment.optional(),
  observedBetween: z.object({ from: moment, to: moment }).optional(),
  actor: z
    .looseObject({
      name: z.string(),
      kind: z.string().default('unknown'),
      via: z.string().optional(),
      byHand: z.boolean().optional(),
    })
    .optional(),
  partOf: z.string().optional(),
  environment: z.string().optional(),
  entityRefs: z.array(z.string()),
  diff: z
    .array(
      z.looseObject({
        path: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    )
    .optional(),
  detail: z.string().optional(),
});

/** One incident: what was seen until shortly after its symptom, and, where it is known, what caused it. */
export const suspectCase = z.object({
  id: z.string(),
  entities: z.array(
    z.object({
      ref: z.string(),
      type: z.string().optional(),
      owner: z.string().optional(),
    }),
  ),
  /** As the catalog declares them. */
  relations: z.array(
    z.object({ from: z.string(), to: z.string(), type: z.string() }),
  ),
  events: z.array(event),
  symptom: z.object({
    entityRef: z.string(),
    at: moment,
    eventId: z.string().optional(),
    title: z.string(),
    detail: z.string().optional(),
  }),
  coverage: z
    .array(
      z.object({
        source: z.string(),
        state: z.enum(['live', 'stale', 'forbidden', 'not-observed']),
        since: moment.optional(),
      }),
    )
    .optional(),
  /** Never given to a ranker. */
  truth: z
    .object({ cause: z.string().nullable(), tags: z.array(z.string()) })
    .optional(),
});

export type SuspectCase = z.infer<typeof suspectCase>;
export type CaseEvent = SuspectCase['events'][number];

/**
 * Reads cases, one a line.
 * @throws Error that names file, line and field where one is not a case.
 */
export async function readCases(files: string[]): Promise<SuspectCase[]> {
  const cases: SuspectCase[] = [];
  for (const file of files) {
    let number = 0;
    for await (const line of createInterface({
      input: createReadStream(file),
    })) {
      number += 1;
      if (line.trim() === '') continue;
      cases.push(readCase(line, `${file}:${number}`));
    }
  }
  return cases;
}

function readCase(line: string, place: string): SuspectCase {
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: not JSON: ${(error as Error).message}`);
  }
  const result = suspectCase.safeParse(body);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new Error(`${place}: ${path.join('.')}: ${message}`);
}
