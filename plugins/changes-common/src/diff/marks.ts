import type { JsonValue } from '@backstage/types';

/** A value that was hidden. Two hidden values that are known to differ carry different suffixes: `«hidden 1a2b»`. */
const HIDDEN = /^«hidden.*»$/;

/**
 * The value that stands for a hidden one. With a keyed digest, one can still tell that two hidden values differ.
 * @public
 */
export function hiddenValue(digest?: string): string {
  return digest ? `«hidden ${digest}»` : '«hidden»';
}

/**
 * The value that stands for one that is no text: its size, and with a keyed digest whether it is another one.
 * @public
 */
export function binaryValue(bytes: number, digest?: string): string {
  const size = bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return digest ? `«binary ${size} ${digest}»` : `«binary ${size}»`;
}

export function isHidden(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && HIDDEN.test(value);
}
