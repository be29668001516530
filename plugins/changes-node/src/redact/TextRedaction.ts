import { ADDRESS_ANCHORS, passwordAt } from './addresses';
import { Assignments, type Span } from './assignments';
import {
  RUN_MIN_CHARS,
  base64Runs,
  decodedText,
  withLastLine,
} from './encoded';
import { LiteralScanner } from './LiteralScanner';
import { TELLING_PARTS, type NameVerdicts } from './secretNames';
import { SECRET_SHAPES, type SecretShape } from './secretShapes';
import { looksRandom } from './secretValues';
import { Spans } from './Spans';

/** Base64 within base64 within base64 is nobody's by accident. */
const DECODE_DEPTH_MAX = 2;
/** What is shorter holds no secret that could be told from a word. */
const TEXT_MIN_CHARS = 6;
const SCHEMES = ['bearer ', 'basic ', 'token '];
const SCHEME_VALUE = /[ \t]*([\w.~+/-]{8,}={0,2})/y;
const AWS_KEY_ID = 'AWS access key id';
/** Half of a pair: it has no form of its own, so it is one only beside its id. */
const AWS_SECRET = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** `user:password` */
const CREDENTIAL_PAIR = /^[\w.@-]{1,100}:\S+$/;

type Anchor =
  | { type: 'shape'; shape: SecretShape; length: number }
  | { type: 'name' }
  | { type: 'address'; index: number }
  | { type: 'scheme' };

const ANCHORS: readonly (readonly [literal: string, anchor: Anchor])[] = [
  ...SECRET_SHAPES.flatMap(shape =>
    shape.anchors.map(
      literal =>
        [literal, { type: 'shape', shape, length: literal.length }] as const,
    ),
  ),
  ...TELLING_PARTS.map(literal => [literal, { type: 'name' }] as const),
  ...ADDRESS_ANCHORS.map(
    (literal, index) => [literal, { type: 'address', index }] as const,
  ),
  ...SCHEMES.map(literal => [literal, { type: 'scheme' }] as const),
];

const SCANNER = LiteralScanner.create(ANCHORS.map(([literal]) => literal));

/** Hides the secrets in a text, and leaves the rest of it. */
export class TextRedaction {
  readonly #verdicts: NameVerdicts;
  readonly #hide: (secret: string) => string;

  static create(options: {
    verdicts: NameVerdicts;
    hide: (secret: string) => string;
  }): TextRedaction {
    return new TextRedaction(options.verdicts, options.hide);
  }

  private constructor(
    verdicts: NameVerdicts,
    hide: (secret: string) => string,
  ) {
    this.#verdicts = verdicts;
    this.#hide = hide;
  }

  redact(text: string): string {
    if (text.length < TEXT_MIN_CHARS) return text;
    const spans = this.#secretsIn(text, 0);
    return spans?.replace(text, this.#hide) ?? text;
  }

  #secretsIn(text: string, depth: number): Spans | undefined {
    const hasAnchor = SCANNER.holdsAny(text);
    if (!hasAnchor && text.length < RUN_MIN_CHARS) return undefined;
    const spans = new Spans();
    if (hasAnchor) this.#addAnchored(text, spans);
    if (depth < DECODE_DEPTH_MAX) this.#addEncoded(text, depth, spans);
    return spans.isEmpty ? undefined : spans;
  }

  #addAnchored(text: string, spans: Spans): void {
    let assignments: Assignments | undefined;
    let behind = 0;
    let hasAwsKey = false;
    SCANNER.scan(text, (literal, end) => {
      // What is hidden already is full of what looks like an anchor.
      if (end <= behind) return;
      const anchor = ANCHORS[literal][1];
      let secret: Span | undefined;
      switch (anchor.type) {
        case 'name':
          assignments ??= Assignments.in(text, this.#verdicts);
          secret = assignments.at(end - 1);
          break;
        case 'shape':
          secret = shapeAt(text, anchor, end);
          hasAwsKey ||=
            secret !== undefined && anchor.shape.name === AWS_KEY_ID;
          break;
        case 'address':
          secret = passwordAt(text, anchor.index, end);
          break;
        default:
          secret = credentialAt(text, end);
      }
      if (!secret) return;
      spans.add(secret.from, secret.to);
      behind = Math.max(behind, secret.to);
    });
    if (hasAwsKey) {
      for (const { 0: secret, index } of text.matchAll(AWS_SECRET)) {
        spans.add(index, index + secret.length);
      }
    }
  }

  #addEncoded(text: string, depth: number, spans: Spans): void {
    for (const run of base64Runs(text)) {
      const whole = withLastLine(text, run);
      if (
        this.#isSecret(text, whole, depth) ||
        (whole.to > run.to && this.#isSecret(text, run, depth))
      ) {
        spans.add(whole.from, whole.to);
      }
    }
  }

  #isSecret(text: string, { from, to }: Span, depth: number): boolean {
    const decoded = decodedText(text.slice(from, to));
    return (
      decoded !== undefined &&
      (CREDENTIAL_PAIR.test(decoded) ||
        this.#secretsIn(decoded, depth + 1) !== undefined)
    );
  }
}

function shapeAt(
  text: string,
  { shape, length }: Anchor & { type: 'shape' },
  end: number,
): Span | undefined {
  const from = end - length - (shape.before ?? 0);
  shape.pattern.lastIndex = from;
  return from >= 0 && shape.pattern.test(text)
    ? { from, to: shape.pattern.lastIndex }
    : undefined;
}

/** What follows the name of a scheme: `Bearer …`. */
function credentialAt(text: string, end: number): Span | undefined {
  SCHEME_VALUE.lastIndex = end;
  const value = SCHEME_VALUE.exec(text)?.[1];
  if (value === undefined) return undefined;
  const to = SCHEME_VALUE.lastIndex;
  return looksRandom(value) || CREDENTIAL_PAIR.test(decodedText(value) ?? '')
    ? { from: to - value.length, to }
    : undefined;
}
