import { createHmac } from 'node:crypto';
import { hiddenValue } from '@ripplehq/backstage-plugin-changes-common';

type Json = unknown;

/** Names whose value is a secret wherever it stands. */
const SECRET_NAME =
  /pass(word|wd|phrase)?s?$|pwd$|secret|token|api[-_.]?key|private[-_.]?key|access[-_.]?key|credential|connection[-_.]?string|dsn$|auth$|authorization|cookie|signature/i;
/** Names that tell of a secret but whose value only says where it lies. */
const POINTER_NAME =
  /(name|ref|path|file|dir|namespace|class|type|ttl|issuer|url|endpoint)s?$/i;
/** `name: value`, `name=value`, `--name=value` on a line of a text; `"name": "value"` anywhere in it. */
const ASSIGNMENTS = [
  /^([ \t]*(?:export +|-{1,2} ?)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*)(\S.*)$/gm,
  /("([\w.-]+)"\s*:\s*)("(?:[^"\\]|\\.)*")/g,
];
/** `name=value`, `name: value` in the middle of a line. A name begins where no name goes on, or a long text would be tried from each letter. */
const INLINE =
  /(?<![\w.-])(-{0,2}([\w.-]{1,100})["']?[ \t]{0,3}(?:=(?![=>])|:(?![:/]))[ \t]{0,3})("[^"\n]*"|'[^'\n]*'|[^\s"',;&|)\]}<>]+)/g;
/** `--name value` */
const FLAG =
  /(?<![\w.-])(--([\w.-]{1,100})[ \t]+)((?!-)(?:"[^"\n]*"|'[^'\n]*'|\S+))/g;
/** `Bearer value` */
const SCHEME = /\b((?:bearer|basic)[ \t]+)([\w.~+/=-]{8,})/gi;
/** A reference to a secret, or the mark of a hidden one. */
const PLACEHOLDER = /^["']?(«hidden|\$[{(]|\{\{|<|\*+$)/;
/** Values that are secrets whatever their name: credentials in a URL, keys, JWTs, well-known token prefixes. */
const SECRET_VALUE =
  /:\/\/[^\s/:@]*:[^\s/@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|A(?:KI|SI)A[0-9A-Z]{16}|AIza[\w-]{35}|[rs]k_(?:live|test)_\w{16,}|sk-[\w-]{32,}|npm_\w{36}|hvs\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})/;
const KEY_BEGIN = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const KEY_BLOCK =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
]);

/**
 * Hides secrets in anything that is stored: values under telling names, values that look like credentials, a Secret's data.
 * @public
 */
export class Redactor {
  readonly #key: string | undefined;

  /**
   * @param options - `secretKey` keys the digest by which two hidden values can be told apart; without it nothing of a
   * hidden value is kept.
   */
  static create(options: { secretKey?: string }): Redactor {
    return new Redactor(options.secretKey);
  }

  private constructor(key: string | undefined) {
    this.#key = key;
  }

  /** A copy with secrets hidden. Idempotent. */
  redact<T>(value: T): T {
    return this.#value(value, '') as T;
  }

  /** Hides a text that is a credential, and in a longer one the values of telling names, words and lines that hold one. */
  redactText(text: string): string {
    let redacted = text;
    // Nearly all texts of a manifest hold no assignment; a look is much cheaper than a search.
    if (text.includes(':') || text.includes('=')) {
      for (const assignment of ASSIGNMENTS) {
        redacted = redacted.replace(assignment, (whole, head, name, value) =>
          isSecretName(name) && !PLACEHOLDER.test(value)
            ? `${head}${this.#hide(value)}`
            : whole,
        );
      }
      redacted = redacted.replace(INLINE, (whole, head, name, value) =>
        isSecretName(name) && !PLACEHOLDER.test(value) && isGiven(head, value)
          ? `${head}${this.#hide(value)}`
          : whole,
      );
    }
    if (text.includes('--')) {
      redacted = redacted.replace(FLAG, (whole, head, name, value) =>
        isSecretName(name) && !PLACEHOLDER.test(value)
          ? `${head}${this.#hide(value)}`
          : whole,
      );
    }
    if (text.includes(' ')) {
      redacted = redacted.replace(SCHEME, (whole, head, value) =>
        looksRandom(value) ? `${head}${this.#hide(value)}` : whole,
      );
    }
    return SECRET_VALUE.test(redacted)
      ? this.#withoutValues(redacted)
      : redacted;
  }

  #withoutValues(text: string): string {
    if (!text.includes('\n')) {
      return KEY_BEGIN.test(text)
        ? this.#hide(text)
        : text.replace(/\S+/g, word =>
            SECRET_VALUE.test(word) ? this.#hide(word) : word,
          );
    }
    // A key spans lines: what comes from the first telling line to the end of the block goes as a whole.
    return text
      .replace(KEY_BLOCK, block => this.#hide(block))
      .split('\n')
      .map(line => (SECRET_VALUE.test(line) ? this.#hide(line) : line))
      .join('\n');
  }

  #value(value: Json, name: string): Json {
    if (typeof value === 'string') {
      return value !== '' && isSecretName(name)
        ? this.#hide(value)
        : this.redactText(value);
    }
    if (Array.isArray(value)) {
      // `['--password', 'value']`: the flag before names the value.
      return value.map((item, index) =>
        this.#value(item, flagName(value[index - 1])),
      );
    }
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Record<string, Json>;
    if (object.kind === 'Secret' && !('spec' in object)) {
      return this.#secret(object);
    }
    // `{ name: 'DB_PASSWORD', value: '…' }`: an environment variable, a Helm parameter, a header.
    const isNamed =
      typeof object.name === 'string' && typeof object.value === 'string';
    const entries: [string, Json][] = [];
    for (const [key, item] of Object.entries(object)) {
      if (DROPPED_ANNOTATIONS.has(key)) continue;
      const telling =
        isNamed && key === 'value' ? (object.name as string) : key;
      entries.push([key, this.#value(item, telling)]);
    }
    return Object.fromEntries(entries);
  }

  #secret(secret: Record<string, Json>): Json {
    const { data, stringData, ...rest } = secret;
    const hideAll = (values: Json) =>
      Object.fromEntries(
        Object.entries((values ?? {}) as Record<string, Json>).map(
          ([key, item]) => [key, this.#hide(String(item))],
        ),
      );
    return {
      ...(this.#value({ ...rest, kind: undefined }, '') as object),
      kind: 'Secret',
      ...(data ? { data: hideAll(data) } : {}),
      ...(stringData ? { stringData: hideAll(stringData) } : {}),
    };
  }

  #hide(value: string): string {
    if (/^«hidden.*»$/.test(value)) return value;
    return hiddenValue(
      this.#key &&
        createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 8),
    );
  }
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !POINTER_NAME.test(name);
}

// After a colon and a space prose may go on: "password: ask the team".
function isGiven(head: string, value: string): boolean {
  return !/:[ \t]/.test(head) || looksRandom(value);
}

function looksRandom(value: string): boolean {
  return value.length >= 6 && /\d/.test(value) && /[a-z]/i.test(value);
}

function flagName(item: Json): string {
  const flag = typeof item === 'string' && /^--?([\w.-]+)$/.exec(item);
  return flag ? flag[1] : '';
}
