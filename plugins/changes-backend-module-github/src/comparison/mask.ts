import { Redactor } from '@ripplehq/backstage-plugin-changes-node';

// Without a key: of a secret in somebody's code nothing is kept, not even whether two are the same.
const redactor = Redactor.create({});

/** A text of GitHub's, at most so long, with what looks like a credential hidden. */
export function maskText(text: string, charsMax: number): string {
  const masked = redactor.redactText(text);
  return masked.length > charsMax
    ? `${masked.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
    : masked;
}

/** A patch with credentials hidden; undefined when one spans lines, since then the hunks would no longer add up. */
export function maskPatch(patch: string): string | undefined {
  const lines = patch.split('\n');
  const marks = lines.map(line => /^[ +\\-]/.exec(line)?.[0] ?? '');
  const masked = redactor
    .redactText(lines.map((line, i) => line.slice(marks[i].length)).join('\n'))
    .split('\n');
  return masked.length === lines.length
    ? masked.map((line, i) => marks[i] + line).join('\n')
    : undefined;
}
