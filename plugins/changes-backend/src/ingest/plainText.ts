import { toUSVString } from 'node:util';

/** Marks and overrides of direction, joiners and spaces without width, a byte order mark, tags: nobody sees them, all alter what is read. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
/** Any of the above, or half a surrogate pair: a look is much cheaper than the replacing. */
const SUSPICIOUS =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]/;

/**
 * A text of one line as it is shown: no control character, nothing that turns the direction of what follows or cannot be seen. Line
 * breaks become a space.
 */
export function plainLine(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return visible(text.replace(LINE_BREAKS, ' ')).trim();
}

/** A text of several lines as it is shown; its line breaks and tabs stay. */
export function plainText(text: string): string {
  return SUSPICIOUS.test(text) ? visible(text) : text;
}

function visible(text: string): string {
  return toUSVString(text).replace(CONTROLS, '').replace(INVISIBLE, '');
}
