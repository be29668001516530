import type { ProbeName } from '../../kinds';
import type { WarningEvent } from '../WarningEvent';

const OUTPUT_CHARS = 80;

/** What a failed probe's words come to; they hold addresses that differ from pod to pod. */
const ANSWERS: readonly [RegExp, string][] = [
  [/context deadline exceeded|timeout|timed out/i, 'no answer in time'],
  [/connection refused/i, 'nothing listens on its port'],
  [/connection reset|\bEOF\b/i, 'the connection breaks'],
  [
    /no such host|no route to host|network is unreachable/i,
    'it cannot be reached',
  ],
  [/x509|certificate/i, 'its certificate is not accepted'],
  [/executable file not found|no such file/i, 'its command is not there'],
];

/** The Events of a pod's container that say that a probe failed: `pkg/kubelet/prober/prober.go`. */
export function probeFailures(
  events: readonly WarningEvent[],
  probe: ProbeName,
  container: string,
): WarningEvent[] {
  const start = new RegExp(`^${probe} probe (failed|errored)`, 'i');
  return events.filter(
    ({ reason, message, fieldPath }) =>
      reason === 'Unhealthy' &&
      start.test(message) &&
      (fieldPath === undefined || fieldPath.includes(`{${container}}`)),
  );
}

/** `answers 503`, `no answer in time`; empty where the words say nothing. */
export function probeAnswer(message: string): string {
  const code = /statuscode: (\d+)/.exec(message)?.[1];
  if (code !== undefined) return `answers ${code}`;
  const known = ANSWERS.find(([pattern]) => pattern.test(message));
  if (known) return known[1];
  const output = /^\w+ probe (?:failed|errored[^:]*): (.*)$/s.exec(
    message,
  )?.[1];
  return (output ?? '').split('\n')[0].trim().slice(0, OUTPUT_CHARS);
}
