import { InputError } from '@backstage/errors';

/*
 * A body of an audit log may hold whole objects, secrets among them. It is taken apart as bytes, so that what is not wanted is never
 * made into text or an object.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;

/** Where a value stands: its first byte and the one behind its last. */
export interface Span {
  start: number;
  end: number;
}

/**
 * The values of a JSON object's fields, by name, as yet unread; of a name that stands twice, the last.
 * @throws InputError where it is no object
 */
export function fieldsOf(json: Buffer, { start }: Span): Map<string, Span> {
  let at = skipSpace(json, start);
  if (json[at] !== OBJECT) throw new InputError('is no JSON object');
  const fields = new Map<string, Span>();
  at = skipSpace(json, at + 1);
  while (json[at] !== OBJECT_END) {
    if (json[at] !== QUOTE) throw broken(at);
    const nameEnd = skipString(json, at);
    const name = parsed(json, { start: at, end: nameEnd }) as string;
    at = skipSpace(json, nameEnd);
    if (json[at] !== COLON) throw broken(at);
    const value = valueAt(json, at + 1);
    fields.set(name, value);
    at = skipSpace(json, value.end);
    if (json[at] === COMMA) at = skipSpace(json, at + 1);
    else if (json[at] !== OBJECT_END) throw broken(at);
  }
  return fields;
}

/**
 * The items of a JSON list, as yet unread.
 * @throws InputError where it is no list
 */
export function* itemsOf(json: Buffer, { start }: Span): Generator<Span> {
  let at = skipSpace(json, start);
  if (json[at] !== LIST) throw new InputError('is no JSON list');
  at = skipSpace(json, at + 1);
  while (json[at] !== LIST_END) {
    const item = valueAt(json, at);
    yield item;
    at = skipSpace(json, item.end);
    if (json[at] === COMMA) at = skipSpace(json, at + 1);
    else if (json[at] !== LIST_END) throw broken(at);
  }
}

/** Reads a value. */
export function parsed(json: Buffer, { start, end }: Span): unknown {
  try {
    return JSON.parse(json.toString('utf8', start, end));
  } catch {
    throw broken(start);
  }
}

function valueAt(json: Buffer, from: number): Span {
  const start = skipSpace(json, from);
  const first = json[start];
  if (first === QUOTE) return { start, end: skipString(json, start) };
  if (first === OBJECT || first === LIST) {
    return { start, end: skipNested(json, start) };
  }
  let end = start;
  while (end < json.length && !isEndOfPlainValue(json[end])) end++;
  if (end === start) throw broken(start);
  return { start, end };
}

function skipNested(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = skipString(json, at) - 1;
    else if (byte === OBJECT || byte === LIST) depth++;
    else if (byte === OBJECT_END || byte === LIST_END) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  throw broken(json.length);
}

function skipString(json: Buffer, start: number): number {
  for (let at = start + 1; ; at++) {
    at = json.indexOf(QUOTE, at);
    if (at === -1) throw broken(json.length);
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}

function skipSpace(json: Buffer, from: number): number {
  let at = from;
  while (isSpace(json[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isEndOfPlainValue(byte: number): boolean {
  return (
    byte === COMMA || byte === OBJECT_END || byte === LIST_END || isSpace(byte)
  );
}

function broken(at: number): InputError {
  return new InputError(`is no JSON, at byte ${at}`);
}
