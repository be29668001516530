import type { NameVerdict } from './secretNames';

const SWITCH =
  /^(true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|required|optional|default|auto)$/i;
const NUMBER_OR_DURATION = /^-?\d+(\.\d+)?([a-zµ%]{0,2})$/i;
const PATH = /^(\.{0,2}\/[\w./@-]*|[A-Z]:\\[\w.\\-]*)$/;
/** A reference to a secret, or the mark of a hidden one. */
const PLACEHOLDER =
  /^(«hidden[^»]*»|\$\{[^:}]*\}|\$\([^)]*\)|\$[A-Z_][A-Z0-9_]*|\{\{.*\}\}|<[^<>]*>|\*+|%[A-Z_]+%|(vault|ssm|awssm|gcpsm|ref\+\w+|secretref|op):\S*|arn:aws:secretsmanager:\S*)$/i;
const IMAGE_OR_DIGEST = /^(sha(1|256|512)[:-]|[\w.-]+(:\d+)?\/[\w./-]+[:@])/;
/** Identifiers are everywhere. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/;
const RANDOM_MIN_CHARS = 16;
const RANDOM_MIN_BITS = 3.2;

/** Whether a value under a name of this verdict is a secret. */
export function isSecretUnder(verdict: NameVerdict, value: string): boolean {
  if (verdict === 'none' || value === '') return false;
  if (SWITCH.test(value) || PLACEHOLDER.test(value)) return false;
  if (verdict === 'secret') return true;
  if (NUMBER_OR_DURATION.test(value) || PATH.test(value)) return false;
  return verdict === 'likely' || isHighEntropy(value);
}

/** A value that nobody types: long, of letters and digits, with few repetitions. */
function isHighEntropy(value: string): boolean {
  return (
    value.length >= RANDOM_MIN_CHARS &&
    /\d/.test(value) &&
    /[a-z]/i.test(value) &&
    !/\s/.test(value) &&
    !value.includes('://') &&
    !IMAGE_OR_DIGEST.test(value) &&
    !UUID.test(value) &&
    bitsPerChar(value) >= RANDOM_MIN_BITS
  );
}

/** Something that is hardly a word of a sentence. */
export function looksRandom(value: string): boolean {
  return value.length >= 6 && /\d/.test(value) && /[a-z]/i.test(value);
}

function bitsPerChar(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    bits -= (count / value.length) * Math.log2(count / value.length);
  }
  return bits;
}
