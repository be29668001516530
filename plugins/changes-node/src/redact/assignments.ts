import type { NameVerdicts } from './secretNames';
import { isSecretUnder, looksRandom } from './secretValues';

/** Where a value stands in a text. */
export interface Span {
  from: number;
  to: number;
}

const NAME_MAX_CHARS = 100;
/** A line that begins further before is long, or far from its margin. */
const LINE_BEGIN_MAX_CHARS = 100;
/** Enough for any key or token. */
const QUOTED_MAX_CHARS = 64 * 1024;
const INLINE_MAX_CHARS = 4096;
const NAME_CHAR = /[\w.-]/;
const QUOTES = /\\{0,8}(?:"""|'''|["'`])/y;
const CLOSING = /\\{0,8}["'`]?\]?[ \t]{0,20}/y;
const SEPARATOR = /(?::=|=>|=(?![=~])|:(?![:/]))[ \t]{0,20}/y;
/** JSON may break the line before a value. */
const LINE_BREAK = /\r?\n[ \t]*(?=")/y;
/** `name: DB_PASSWORD`, on the next line or behind a comma `value: …`; `key="DB_PASSWORD" value="…"`. */
const NAMED_VALUE =
  /\\{0,8}["']?[ \t]{0,20},?(?:\s|\\n){0,100}\\{0,8}["']?value\\{0,8}["']?[ \t]{0,20}[:=]\s{0,20}/iy;
const BLOCK_SCALAR = /[|>][+-]?\d?[+-]?[ \t]*(?:#[^\n]*)?\r?\n/y;
/** The same within JSON, whose line breaks are escaped; a line of the block ends before the next one. */
const ESCAPED_BLOCK = /[|>][+-]?\d?[+-]?((?:\\+n)+ +)[^"\\]*(?:\1[^"\\]*)*/y;
const LINE_BEGIN =
  /^[ \t]*(?:(?:export|set|setenv)[ \t]+|-{1,2}[ \t]?)?\\*["']?$/i;
const INLINE_END = /[\s"',;&|)\]}<>«]|\\[nrt"']/;
/** A value that is only named here. One with a default (`${NAME:-…}`) is looked at by its own name. */
const REFERENCE =
  /["']?(?:\$\{[^}\n]{0,200}\}|\$\([^)\n]{0,200}\)|\{\{[^\n]{0,200}?\}\}|«hidden)/y;
/** Names behind which a value may stand without any sign between. */
const BARE = /^(requirepass|masterauth|password|passwd)$/i;

/**
 * Finds the value that a name in a text is given, if it is a secret: `db.password=…`, `"apiKey": "…"`, `--token …`,
 * `<password>…</password>`, `- name: DB_PASSWORD` with `value: …` behind it.
 */
export class Assignments {
  readonly #text: string;
  readonly #verdicts: NameVerdicts;
  #nameEnd = -1;

  static in(text: string, verdicts: NameVerdicts): Assignments {
    return new Assignments(text, verdicts);
  }

  private constructor(text: string, verdicts: NameVerdicts) {
    this.#text = text;
    this.#verdicts = verdicts;
  }

  /** @param hit - a place within a name; each name is looked at once, as hits come in order */
  at(hit: number): Span | undefined {
    if (hit <= this.#nameEnd) return undefined;
    const text = this.#text;
    let from = hit;
    while (
      from > 0 &&
      hit - from < NAME_MAX_CHARS &&
      NAME_CHAR.test(text[from - 1])
    ) {
      from--;
    }
    let to = hit;
    while (
      to < text.length &&
      to - hit < NAME_MAX_CHARS &&
      NAME_CHAR.test(text[to])
    ) {
      to++;
    }
    this.#nameEnd = to;
    const name = text.slice(from, to);
    const verdict = this.#verdicts.of(name);
    if (verdict === 'none') return undefined;
    const value = this.#value(name, from, to);
    if (!value) return undefined;
    if (skip(REFERENCE, text, value.from) > value.from) return undefined;
    const found = text.slice(value.from, value.to);
    return isSecretUnder(verdict, found) && (value.isSure || looksRandom(found))
      ? value
      : undefined;
  }

  #value(
    name: string,
    from: number,
    to: number,
  ): (Span & { isSure: boolean }) | undefined {
    const text = this.#text;
    if (text[from - 1] === '<' && text[to] === '>') {
      const end = text.indexOf('<', to + 1);
      return { from: to + 1, to: end < 0 ? text.length : end, isSure: true };
    }
    const named = skip(NAMED_VALUE, text, to);
    if (named > to) return { ...this.#read(named, from), isSure: true };
    const closed = skip(CLOSING, text, to);
    const isQuoted = /["'`]/.test(text.slice(to, closed));
    const begin = skip(SEPARATOR, text, closed);
    if (begin === closed) return this.#bare(name, from, to);
    const sign = text.slice(closed, begin);
    if (sign.startsWith('=>') && !isQuoted && text[from - 1] !== ':') {
      return undefined;
    }
    const value = this.#read(
      isQuoted ? skip(LINE_BREAK, text, begin) : begin,
      from,
    );
    // After a colon and a space prose may go on: "password: ask the team".
    return {
      ...value,
      isSure:
        value.isDelimited || !/^:[ \t]/.test(sign) || isLineBegin(text, from),
    };
  }

  /** `--name value`, `requirepass value` */
  #bare(
    name: string,
    from: number,
    to: number,
  ): (Span & { isSure: boolean }) | undefined {
    const text = this.#text;
    const begin = skip(/[ \t]+/y, text, to);
    if (begin === to) return undefined;
    const isFlag = name.startsWith('-');
    if (!isFlag && !BARE.test(name)) return undefined;
    if (isFlag && text[begin] === '-') return undefined;
    const value = this.#quoted(begin) ?? {
      ...span(begin, inlineEnd(text, begin)),
      isDelimited: false,
    };
    return {
      ...value,
      isSure:
        isFlag ||
        value.isDelimited ||
        (/^(requirepass|masterauth)$/i.test(name) && isLineBegin(text, from)),
    };
  }

  #read(begin: number, nameFrom: number): Span & { isDelimited: boolean } {
    const text = this.#text;
    const quoted = this.#quoted(begin);
    if (quoted) return quoted;
    const escaped = skip(ESCAPED_BLOCK, text, begin);
    if (escaped > begin) return { ...span(begin, escaped), isDelimited: true };
    if (!isLineBegin(text, nameFrom)) {
      return { ...span(begin, inlineEnd(text, begin)), isDelimited: false };
    }
    const block = skip(BLOCK_SCALAR, text, begin);
    return {
      ...(block > begin
        ? span(block, blockEnd(text, block, indentAt(text, nameFrom)))
        : span(begin, lineEnd(text, begin))),
      isDelimited: false,
    };
  }

  #quoted(begin: number): (Span & { isDelimited: true }) | undefined {
    const text = this.#text;
    const from = skip(QUOTES, text, begin);
    if (from === begin) return undefined;
    const quote = text.slice(begin, from);
    const rest = text.slice(from, from + QUOTED_MAX_CHARS);
    for (
      let end = rest.indexOf(quote);
      end >= 0;
      end = rest.indexOf(quote, end + 1)
    ) {
      if (rest[end - 1] !== '\\') {
        return { from, to: from + end, isDelimited: true };
      }
    }
    return { from, to: lineEnd(text, from), isDelimited: true };
  }
}

function span(from: number, to: number): Span {
  return { from, to };
}

/** The place behind what matches at a place, or the place itself. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function isLineBegin(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - LINE_BEGIN_MAX_CHARS), at);
  const from = before.lastIndexOf('\n') + 1;
  return (
    (from > 0 || at <= LINE_BEGIN_MAX_CHARS) &&
    LINE_BEGIN.test(before.slice(from))
  );
}

function inlineEnd(text: string, from: number): number {
  const rest = text.slice(from, from + INLINE_MAX_CHARS);
  const end = rest.search(INLINE_END);
  return from + (end < 0 ? rest.length : end);
}

/** To the end of the line, or of the last one that goes on by a backslash; without what only closes it. */
function lineEnd(text: string, from: number): number {
  let end = from;
  do {
    const next = text.indexOf('\n', end + 1);
    end = next < 0 ? text.length : next;
  } while (end < text.length && /\\\r?$/.test(text.slice(end - 2, end)));
  while (end > from && /[\s,;]/.test(text[end - 1])) end--;
  return end;
}

function indentAt(text: string, at: number): number {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, at))![0].length;
}

/** A YAML block goes on while lines are empty or stand further in. */
function blockEnd(text: string, from: number, indent: number): number {
  let end = from;
  while (end < text.length) {
    const next = text.indexOf('\n', end);
    const to = next < 0 ? text.length : next;
    const line = text.slice(end, to);
    if (line.trim() !== '' && /^[ \t]*/.exec(line)![0].length <= indent) break;
    end = Math.min(to + 1, text.length);
  }
  while (end > from && /\s/.test(text[end - 1])) end--;
  return end;
}
