/**
 * A provider's text on one line: control characters and runs of white space become a space, half a character becomes a mark, what is too
 * long is cut.
 */
export function oneLine(text: string, maxChars: number): string {
  const line = text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line.length <= maxChars) return line;
  // The cut may have left half a character.
  return `${line.slice(0, maxChars - 1).replace(/\p{Cs}$/u, '')}…`;
}
