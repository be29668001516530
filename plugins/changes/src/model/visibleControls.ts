/** Turn the direction of what follows, have no width, or end a line where nobody sees it: what is read is then not what is there. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A text as it is, with what could not be seen of it written out: `‹U+202E›`. */
export function visibleControls(text: string): string {
  return text.replace(INVISIBLE, character => {
    const code = character
      .charCodeAt(0)
      .toString(16)
      .toLocaleUpperCase('en-US');
    return `‹U+${code.padStart(4, '0')}›`;
  });
}
