import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { MOMENTS } from './script/index.ts';

const FILE = 'world.json';
const port = z.int().min(1).max(65_535);

const savings = z.object({
  format: z.literal(1),
  /** What each cluster saved. */
  clusters: z.record(z.string(), z.unknown()),
  github: z.object({ port, saved: z.unknown() }),
  control: z.object({ port }),
  pagerduty: z.object({ count: z.int() }),
  fleet: z.unknown(),
  script: z.unknown(),
  moments: z.partialRecord(z.enum(MOMENTS), z.number()),
});

/** All that a world needs to go on with at the next start. */
export type Savings = z.infer<typeof savings>;

/** A world that was kept cannot be taken up; its message says what to do. */
export class CannotGoOn extends Error {}

/** What an earlier world kept in a folder; undefined where there is none. Throws when it cannot be read. */
export async function readSavings(
  directory: string,
): Promise<Savings | undefined> {
  const file = path.join(directory, FILE);
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return savings.parse(JSON.parse(text));
  } catch (error) {
    throw new CannotGoOn(
      `${file} cannot be read, the world that was kept is damaged: start without --keep to make it anew.\n${
        error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      }`,
    );
  }
}

export async function writeSavings(
  directory: string,
  kept: Savings,
): Promise<void> {
  const file = path.join(directory, FILE);
  // A world that is ended in between still has the one before.
  await writeFile(`${file}.new`, JSON.stringify(kept));
  await rename(`${file}.new`, file);
}
