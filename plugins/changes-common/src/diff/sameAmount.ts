/** Where Kubernetes' own kinds hold quantities, and those of custom ones that follow them. */
const QUANTITY_PATH =
  /\bresources\.(limits|requests)\b|\.(limits|requests|hard|capacity|allocatable|max|min|default|defaultRequest)\.|(sizeLimit|averageValue|divisor|storage)$|\.target\.value$/;
/** Fields of custom kinds that hold Go's durations. */
const DURATION_FIELD =
  /(interval|timeout|duration|period|ttl|delay|age|backoff|deadline|window|expiration|renewBefore|wait)$/i;
const QUANTITY =
  /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,2}))?([numkMGTPE]|[KMGTPE]i)?$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g;
const NANOSECONDS: Readonly<Record<string, number>> = {
  h: 3.6e12,
  m: 6e10,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
};
const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_SHIFTS: Readonly<Record<string, bigint>> = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

/** Whether two values of a field are one amount, written in two ways: `1000m` and `1`, `60s` and `1m`. */
export function isSameAmount(
  path: string,
  before: unknown,
  after: unknown,
): boolean {
  if (!isScalar(before) || !isScalar(after)) return false;
  if (/^(data|binaryData|stringData)\b/.test(path)) return false;
  if (QUANTITY_PATH.test(path)) return isSameQuantity(`${before}`, `${after}`);
  if (!DURATION_FIELD.test(path)) return false;
  const [a, b] = [nanosecondsOf(`${before}`), nanosecondsOf(`${after}`)];
  return a !== undefined && a === b;
}

function isSameQuantity(before: string, after: string): boolean {
  const [a, b] = [parse(before), parse(after)];
  if (!a || !b) return false;
  const exponent = Math.min(a.exponent, b.exponent);
  return scaled(a, exponent) === scaled(b, exponent);
}

interface Quantity {
  digits: bigint;
  /** Of ten. */
  exponent: number;
}

function parse(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction, power = '0', unit = ''] = match;
  if (whole + fraction === '' || whole.length + fraction.length > 40) {
    return undefined;
  }
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return {
    digits: digits << (BINARY_SHIFTS[unit] ?? 0n),
    exponent: Number(power) + (DECIMAL_EXPONENTS[unit] ?? 0) - fraction.length,
  };
}

function scaled({ digits, exponent }: Quantity, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}

function nanosecondsOf(text: string): number | undefined {
  if (text.length > 40 || !DURATION.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(DURATION_PART)) {
    sum += Number(number) * NANOSECONDS[unit];
  }
  return Math.round(sum);
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
