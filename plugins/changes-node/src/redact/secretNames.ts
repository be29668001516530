/**
 * What a name says of its value:
 * `secret`: it is one, whatever it looks like; `likely`: it is one if it is neither a number, a switch nor a path; `possible`: it is one
 * if it looks random; `none`: the name says nothing.
 */
export type NameVerdict = 'secret' | 'likely' | 'possible' | 'none';

/** Parts of names, one of which every name holds that tells of a secret in a text. The scanner looks for these. */
export const TELLING_PARTS: readonly string[] =
  'pass pwd secret token key cred auth dsn cookie signature connection connstr conn_str salt bearer webhook jwt otp'.split(
    ' ',
  );

const PASSWORDS =
  /^(.*password|.*passwd|passwort|.*passphrase|passcode|.*pwd)$/;
const SECRETS =
  /^(.*secret|.*token|pass|(?:db|user|root|my|smtp|mail|redis|admin)pass|.*credentials?|dsn|.*api_?key|.*private_?key|.*access_?key|.*secret_?key|authorization|cookie|connection_?string|conn_?str|requirepass|masterauth|bearer|jwt|otp)$/;
const PLURALS =
  /^(.*secrets|.*tokens|.*passwords|cookies|.*(?:api|access|private|secret)_?keys)$/;
/** `<one of these> key` is a secret; a key alone may be anything. */
const KEYS_OF = new Set(
  'api access secret private signing signature encryption encrypt decryption account shared master session storage hmac crypto cipher admin deploy service license licence client ssh integration write root consumer app application jwt aes kms webhook webhooks ingest routing write'.split(
    ' ',
  ),
);
const PAIRS = new Set([
  'connection string',
  'conn str',
  'secret id',
  'webhook url',
  'set cookie',
]);
const POSSIBLE = new Set(
  'key auth salt seed signature sig session pin sas license licence pwd dsn webhook'.split(
    ' ',
  ),
);
/** Last words of names that tell of a secret but whose value only says where it lies, how long it holds and the like. */
const POINTERS = new Set(
  'name names ref refs path paths file files filename dir directory folder mount namespace class type types kind ttl issuer url uri urls endpoint host port algorithm alg algo version policy provider providers format header headers length len size count limit limits max min expiry expiration expires expire lifetime seconds minutes hours days ms timeout interval age enabled enable disabled required optional rotation method methods mode prefix suffix field audience scope scopes label labels selector store manager engine role roles user username env checksum at since date time status state reason review budget usage per rate realm domain source strategy supported location keys config'.split(
    ' ',
  ),
);

/** What a name says, by its words: `DB_PASSWORD`, `dbPassword` and `spring.db.password` are the same. */
export function verdictOfName(name: string): NameVerdict {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return 'none';
  const pair = `${words.at(-2) ?? ''} ${last}`;
  if (PAIRS.has(pair)) return 'secret';
  if (PASSWORDS.test(last) && last !== 'pwd') return 'secret';
  if (SECRETS.test(last)) return 'secret';
  if (last === 'key' && KEYS_OF.has(words.at(-2) ?? '')) return 'secret';
  if (last === 'pwd' && words.length > 1) return 'secret';
  if (last !== 'keys' && PLURALS.test(last)) return 'likely';
  if (POINTERS.has(last)) return 'none';
  // A key alone is that of a map, a list or a lock.
  if (POSSIBLE.has(last)) {
    return last === 'key' && words.length === 1 ? 'none' : 'possible';
  }
  return words.some(
    (word, index) =>
      PASSWORDS.test(word) ||
      SECRETS.test(word) ||
      (word === 'key' && KEYS_OF.has(words[index - 1] ?? '')),
  )
    ? 'likely'
    : 'none';
}

/** A name that was looked up before is not taken apart again: there are few of them. */
export class NameVerdicts {
  static readonly #MAX = 20_000;
  readonly #known = new Map<string, NameVerdict>();

  of(name: string): NameVerdict {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= NameVerdicts.#MAX) this.#known.clear();
    const verdict = name.length > 200 ? 'none' : verdictOfName(name);
    this.#known.set(name, verdict);
    return verdict;
  }
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map(word => word.replace(/\d+$/, ''))
    .filter(word => word !== '');
}
