import type { EventBody } from './RippleClient';

const SIGNAL_EXIT_BASE = 128;

/** How a command ended. */
export type Ending =
  | { code: number }
  | { signal: string; number: number }
  | { notStarted: string; code: number };

/** What {@link runRecorded} needs of the world. */
export interface RecordedRun {
  event: EventBody & { key: string };
  /** Runs the command to its end. */
  execute: () => Promise<Ending>;
  send: (event: EventBody & { key: string }) => Promise<string>;
  now: () => Date;
  /** Told what went wrong with the recording. */
  warn: (message: string) => void;
}

/**
 * Runs a command and records its start, finish and outcome as one event. Resolves to the command's own exit code: whatever becomes of
 * the recording never keeps the command from running, nor alters how it ended.
 */
export async function runRecorded(run: RecordedRun): Promise<number> {
  const { event, execute, send, now, warn } = run;
  const startedAt = now().toISOString();
  const record = async (changes: Partial<EventBody>) => {
    try {
      await send({ ...event, startedAt, ...changes });
    } catch (error) {
      warn(`ripple: not recorded: ${(error as Error).message}`);
    }
  };
  // The command does not wait for it.
  const started = record({ status: 'in-progress' });
  const ending = await execute();
  const endedAt = now().toISOString();
  await started;
  const failure = failureOf(ending);
  await record({
    endedAt,
    status: failure === undefined ? 'succeeded' : 'failed',
    ...(failure !== undefined && {
      details: { ...event.details, outcome: failure },
    }),
  });
  return exitCodeOf(ending);
}

function failureOf(ending: Ending): string | undefined {
  if ('notStarted' in ending) return ending.notStarted;
  if ('signal' in ending) return `ended by ${ending.signal}`;
  return ending.code === 0 ? undefined : `exit code ${ending.code}`;
}

/** As a shell gives it. */
function exitCodeOf(ending: Ending): number {
  return 'signal' in ending ? SIGNAL_EXIT_BASE + ending.number : ending.code;
}
