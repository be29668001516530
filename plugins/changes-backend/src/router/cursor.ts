import { InputError } from '@backstage/errors';

/** Where a list goes on, as text that says nothing to anybody else. @internal */
export function formatCursor(...numbers: number[]): string {
  return Buffer.from(numbers.join('.')).toString('base64url');
}

/**
 * Reads what {@link formatCursor} wrote.
 * @throws InputError for anything else.
 * @internal
 */
export function parseCursor(
  cursor: string | undefined,
  length: number,
): number[] | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const numbers = text
    .split('.')
    .map(part => (/^\d{1,16}$/.test(part) ? Number(part) : NaN));
  if (
    numbers.length !== length ||
    numbers.some(n => !Number.isSafeInteger(n))
  ) {
    throw new InputError(
      `cursor: '${cursor.slice(
        0,
        50,
      )}' is not one that an earlier answer gave as nextCursor; leave it out to begin anew`,
    );
  }
  return numbers;
}
