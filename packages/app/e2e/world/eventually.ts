import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Asks again and again until there is an answer, i.e. one that is neither undefined nor false. What a probe throws counts as no answer.
 * @param what - completes the sentence "waited in vain until …"
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeoutMs / 1000} s in vain until ${what}`, {
        cause: last,
      });
    }
    await delay(POLL_MS);
  }
}
