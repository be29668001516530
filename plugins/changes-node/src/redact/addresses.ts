import type { Span } from './assignments';

/**
 * Passwords within addresses: by the literal that tells of one, what is read from the place behind it (or before it, where the pattern
 * ends in `$`). The password is the first group.
 */
const ADDRESSES: readonly [anchor: string, pattern: RegExp][] = [
  // A port is no password; a password may hold what should have been encoded.
  ['://', /[^\s/:@"'<>«]{0,64}:(?!\d{1,5}[/?#,])([^\s"'<>«]{1,256})(?=@)/dy],
  ['jdbc:oracle:', /(?:thin|oci):[^\s/@"']{1,200}\/([^\s@"'«]{1,200})(?=@)/dy],
  ['@tcp(', /[\w.-]{1,200}:([^\s"'«]{1,200})@tcp\($/d],
  ['@unix(', /[\w.-]{1,200}:([^\s"'«]{1,200})@unix\($/d],
  [
    'curl ',
    /[^\n]{0,300}?(?:-u|--user)[ =]["']?[\w.@-]{1,100}:([^\s"'«]{1,200})/dy,
  ],
  ['identified by ', /["']?([^\s"';«]{1,200})/dy],
];
const BEFORE_CHARS = 500;

export const ADDRESS_ANCHORS = ADDRESSES.map(([anchor]) => anchor);

/** The password of the address that the anchor of this number tells of. */
export function passwordAt(
  text: string,
  anchor: number,
  end: number,
): Span | undefined {
  const [, pattern] = ADDRESSES[anchor];
  const isBefore = !pattern.sticky;
  const base = isBefore ? Math.max(0, end - BEFORE_CHARS) : 0;
  pattern.lastIndex = end;
  const match = pattern.exec(isBefore ? text.slice(base, end) : text);
  const place = match?.indices?.[1];
  return place && { from: base + place[0], to: base + place[1] };
}
