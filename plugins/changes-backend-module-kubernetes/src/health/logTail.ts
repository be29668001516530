import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';

export const LOG_LINES = 20;
const LINE_CHARS = 300;
/** No longer than evidence may be. */
const TAIL_CHARS = 1_900;
/** Colours and other commands to a terminal. */
const TERMINAL =
  // eslint-disable-next-line no-control-regex
  /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The last lines of a log with secrets hidden, fit to be kept as evidence; undefined where there are none. */
export function logTail(
  log: string,
  redactor: Pick<Redactor, 'redactText'>,
): string | undefined {
  const lines = redactor
    .redactText(log.replace(TERMINAL, ''))
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line !== '')
    .slice(-LOG_LINES)
    .map(line =>
      line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS - 1)}…` : line,
    );
  let length = 0;
  const kept = lines.reverse().filter(line => {
    length += line.length + 1;
    return length <= TAIL_CHARS;
  });
  return kept.length > 0 ? kept.reverse().join('\n') : undefined;
}
