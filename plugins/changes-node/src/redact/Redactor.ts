import { createHmac } from 'node:crypto';
import { hiddenValue } from '@ripplehq/backstage-plugin-changes-common';
import { NameVerdicts, type NameVerdict } from './secretNames';
import { isSecretUnder } from './secretValues';
import { TextRedaction } from './TextRedaction';

type Json = unknown;

const DIGEST_CHARS = 8;
const MARK = /^«hidden[^»]*»$/;
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
]);

/**
 * Hides secrets in anything that is stored: values under telling names, values and parts of texts that have the form of a credential, a
 * Secret's data. docs/redaction.md lists what is found and what is not.
 * @public
 */
export class Redactor {
  /**
   * What was given back before and is still the same object: sources hide secrets in what they read, and the door in what they hand in.
   * Whoever changes such an object, instead of making another, must not put a secret into it.
   */
  static readonly #clean = new WeakSet<object>();
  readonly #key: string | undefined;
  readonly #verdicts = new NameVerdicts();
  readonly #texts: TextRedaction;

  /**
   * @param options - `secretKey` keys the digest by which two hidden values can be told apart; without it nothing of a
   * hidden value is kept.
   */
  static create(options: { secretKey?: string }): Redactor {
    return new Redactor(options.secretKey);
  }

  private constructor(key: string | undefined) {
    this.#key = key;
    this.#texts = TextRedaction.create({
      verdicts: this.#verdicts,
      hide: secret => this.#hide(secret),
    });
  }

  /** The value with secrets hidden; what holds none is given back as it is, not as a copy. Idempotent. */
  redact<T>(value: T): T {
    const clean = this.#value(value, 'none') as T;
    if (typeof clean === 'object' && clean !== null) Redactor.#clean.add(clean);
    return clean;
  }

  /** Hides a text that is a credential, and in a longer one those that it holds and the values of telling names. */
  redactText(text: string): string {
    return this.#texts.redact(text);
  }

  /** Tells values apart without saying anything of them; undefined without a key. */
  digest(value: string): string | undefined {
    return (
      this.#key &&
      createHmac('sha256', this.#key)
        .update(value)
        .digest('hex')
        .slice(0, DIGEST_CHARS)
    );
  }

  #value(value: Json, verdict: NameVerdict): Json {
    if (typeof value === 'string') {
      return verdict !== 'none' && isSecretUnder(verdict, value)
        ? this.#hide(value)
        : this.#texts.redact(value);
    }
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'number' && verdict === 'secret'
        ? this.#hide(String(value))
        : value;
    }
    if (Redactor.#clean.has(value)) return value;
    // What a list is called does not say that each of its items is a secret: `secrets` are names of them.
    if (Array.isArray(value)) return this.#list(value);
    const object = value as Record<string, Json>;
    return object.kind === 'Secret' && !('spec' in object)
      ? this.#secret(object)
      : this.#object(object);
  }

  #list(list: Json[]): Json[] {
    let result = list;
    for (let index = 0; index < list.length; index++) {
      // `['--password', 'value']`: the flag before names the value.
      const flag = flagName(list[index - 1]);
      const clean = this.#value(
        list[index],
        flag === undefined ? 'none' : this.#verdicts.of(flag),
      );
      if (clean === list[index]) continue;
      if (result === list) result = [...list];
      result[index] = clean;
    }
    return result;
  }

  #object(object: Record<string, Json>): Record<string, Json> {
    // `{ name: 'DB_PASSWORD', value: '…' }`: an environment variable, a Helm parameter, a header.
    const { name = object.key } = object;
    const isNamed = typeof name === 'string' && 'value' in object;
    let entries: [string, Json][] | undefined;
    const keys = Object.keys(object);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index];
      const isDropped = DROPPED_ANNOTATIONS.has(key);
      const telling = isNamed && key === 'value' ? (name as string) : key;
      const clean = isDropped
        ? undefined
        : this.#value(object[key], this.#verdicts.of(telling));
      if (!isDropped && clean === object[key]) {
        entries?.push([key, clean]);
        continue;
      }
      entries ??= keys.slice(0, index).map(before => [before, object[before]]);
      if (!isDropped) entries.push([key, clean]);
    }
    return entries ? Object.fromEntries(entries) : object;
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
      ...this.#object(rest),
      ...(data ? { data: hideAll(data) } : {}),
      ...(stringData ? { stringData: hideAll(stringData) } : {}),
    };
  }

  #hide(value: string): string {
    return MARK.test(value) ? value : hiddenValue(this.digest(value));
  }
}

function flagName(item: Json): string | undefined {
  const flag = typeof item === 'string' && /^--?([\w.-]+)$/.exec(item);
  return flag ? flag[1] : undefined;
}
