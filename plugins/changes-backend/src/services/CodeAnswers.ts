import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CodeAnswer } from '@ripplehq/backstage-plugin-changes-common';
import type {
  CodeProvider,
  CodeQuestion,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Sql } from '../store/Sql';
import { keepCodeAnswer, keptCodeAnswer } from '../store/questions/codeAnswers';

const FETCH_TIMEOUT_MS = 30_000;
/** What could not be found may be found later: a tag that is pushed after the image. */
const UNKNOWN_KEPT_MS = 5 * 60_000;

/** @internal */
export interface CodeAnswersOptions {
  sql: Sql;
  providers: readonly CodeProvider[];
  logger: LoggerService;
  now: () => number;
}

interface Flight {
  answer: Promise<CodeAnswer>;
  waiting: number;
  abort: AbortController;
}

/**
 * The code behind changes: fetched once for all who ask at the same time, kept in the database, given up when nobody waits any more.
 * @internal
 */
export class CodeAnswers {
  readonly #options: CodeAnswersOptions;
  readonly #flights = new Map<number, Flight>();

  static create(options: CodeAnswersOptions): CodeAnswers {
    return new CodeAnswers(options);
  }

  private constructor(options: CodeAnswersOptions) {
    this.#options = options;
  }

  /** @param ask - called only when nothing is kept and nobody else asks already. */
  async of(
    eventId: number,
    ask: () => Promise<CodeQuestion | { unknown: string }>,
    signal: AbortSignal,
  ): Promise<CodeAnswer> {
    const { sql, now } = this.#options;
    const kept = await keptCodeAnswer(sql, eventId, now());
    if (kept) return kept;
    const flight = this.#flights.get(eventId) ?? this.#fly(eventId, ask);
    flight.waiting++;
    const leave = () => {
      flight.waiting--;
      if (flight.waiting > 0) return;
      // Who asks from now on begins anew.
      if (this.#flights.get(eventId) === flight) this.#flights.delete(eventId);
      flight.abort.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await flight.answer;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #fly(
    eventId: number,
    ask: () => Promise<CodeQuestion | { unknown: string }>,
  ): Flight {
    const abort = new AbortController();
    const flight: Flight = {
      abort,
      waiting: 0,
      answer: this.#fetch(eventId, ask, abort.signal).finally(() => {
        if (this.#flights.get(eventId) === flight) {
          this.#flights.delete(eventId);
        }
      }),
    };
    this.#flights.set(eventId, flight);
    return flight;
  }

  async #fetch(
    eventId: number,
    ask: () => Promise<CodeQuestion | { unknown: string }>,
    aborted: AbortSignal,
  ): Promise<CodeAnswer> {
    const { sql, logger, now } = this.#options;
    const signal = AbortSignal.any([
      aborted,
      AbortSignal.timeout(FETCH_TIMEOUT_MS),
    ]);
    try {
      const question = await ask();
      const answer =
        'unknown' in question
          ? unknown(question.unknown)
          : await this.#ask(question, signal);
      await keepCodeAnswer(sql, {
        eventId,
        answer,
        fetchedAt: now(),
        expiresAt: answer.state === 'unknown' ? now() + UNKNOWN_KEPT_MS : null,
      });
      return answer;
    } catch (error) {
      if (aborted.aborted) return unknown('Nobody waited for the answer');
      logger.warn(`The code behind event ${eventId} could not be read`, {
        error: String(error),
      });
      return unknown(
        signal.aborted
          ? `The code host did not answer within ${FETCH_TIMEOUT_MS / 1000} s`
          : `The code host could not be asked: ${(error as Error).message}`,
      );
    }
  }

  async #ask(question: CodeQuestion, signal: AbortSignal): Promise<CodeAnswer> {
    const reasons: string[] = [];
    for (const provider of this.#options.providers) {
      const range = await provider.resolve(question, signal);
      if (!range) continue;
      if ('unknown' in range) {
        reasons.push(range.unknown);
        continue;
      }
      return {
        state: 'found',
        how: range.how,
        comparison: await provider.compare(range, signal),
      };
    }
    return unknown(
      reasons[0] ??
        (this.#options.providers.length === 0
          ? 'No code host is configured (integrations.github)'
          : 'Nothing in this change names a commit: no image tag, label or annotation'),
    );
  }
}

function unknown(reason: string): CodeAnswer {
  return { state: 'unknown', reason };
}
