import { createHmac } from 'node:crypto';
import { hiddenValue } from '@ripplehq/backstage-plugin-changes-common';

type Json = unknown;

/** Names whose value is a secret wherever it stands. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|pwd|secret|token|api[-_.]?key|private[-_.]?key|credential|connection[-_.]?string|dsn$|auth$|authorization|cookie|signature/i;
/** Values that are secrets whatever their name: credentials in a URL, keys, JWTs, well-known token prefixes. */
const SECRET_VALUE =
  /:\/\/[^\s/:@]*:[^\s/@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|sk_live_\w{16,}|SG\.[\w-]{16,}\.[\w-]{16,})/;
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

  /** Hides one text if it holds a credential. */
  redactText(text: string): string {
    return SECRET_VALUE.test(text) ? this.#hide(text) : text;
  }

  #value(value: Json, name: string): Json {
    if (typeof value === 'string') {
      return value !== '' &&
        (SECRET_NAME.test(name) || SECRET_VALUE.test(value))
        ? this.#hide(value)
        : value;
    }
    if (Array.isArray(value)) return value.map(item => this.#value(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Record<string, Json>;
    if (object.kind === 'Secret' && !('spec' in object)) {
      return this.#secret(object);
    }
    // `{ name: 'DB_PASSWORD', value: '…' }`: an environment variable, a Helm parameter, a header.
    const isNamed =
      typeof object.name === 'string' && typeof object.value === 'string';
    return Object.fromEntries(
      Object.entries(object)
        .filter(([key]) => !DROPPED_ANNOTATIONS.has(key))
        .map(([key, item]) => [
          key,
          this.#value(
            item,
            isNamed && key === 'value' ? (object.name as string) : key,
          ),
        ]),
    );
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
