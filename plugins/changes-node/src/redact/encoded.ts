import type { Span } from './assignments';

/** Shorter runs hold nothing that is worth a look. */
export const RUN_MIN_CHARS = 24;
const LINE_MAX_CHARS = 200;
const LAST_LINE = /^(?:={1,2}|\r?\n[ \t]*[\w+/-]{1,23}={0,2}(?=\s|\\|["']|$))?/;
const ASCII = 128;
const LOOK_BYTES = 48;
const BASE64 = new Uint8Array(ASCII);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  BASE64[char.charCodeAt(0)] = 1;
}
const NEW_LINE = 10;

/** Runs of base64 in a text, also those that are broken into lines. */
export function base64Runs(text: string): Span[] {
  if (text.length < RUN_MIN_CHARS) return [];
  const runs: Span[] = [];
  let from = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    if (code < ASCII && BASE64[code] === 1) continue;
    if (index - from >= RUN_MIN_CHARS) {
      const last = runs.at(-1);
      if (last && isLineBreak(text, last.to, from)) last.to = index;
      else runs.push({ from, to: index });
    }
    from = index + 1;
  }
  return runs;
}

/** A run with the last line of what is broken into lines, which may be short, and the padding. */
export function withLastLine(text: string, { from, to }: Span): Span {
  const rest = text.slice(to, to + LINE_MAX_CHARS);
  return { from, to: to + LAST_LINE.exec(rest)![0].length };
}

/** What a run of base64 stands for, if that is text. */
export function decodedText(run: string): string | undefined {
  const compact = run.replace(/\s+/g, '');
  const look = Buffer.from(compact.slice(0, LOOK_BYTES), 'base64');
  if (look.some(isControl)) return undefined;
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.some(isControl)) return undefined;
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? undefined : text;
}

function isLineBreak(text: string, from: number, to: number): boolean {
  if (to - from > LINE_MAX_CHARS) return false;
  let hasNewLine = false;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === NEW_LINE) hasNewLine = true;
    else if (code !== 13 && code !== 32 && code !== 9) return false;
  }
  return hasNewLine;
}

function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 13;
}
