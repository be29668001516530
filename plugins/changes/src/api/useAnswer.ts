import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useClock } from '../components/kit/Clock';
import { AnswerAction, AnswerState, reduceAnswer } from './answerState';
import { useSignalOf } from './useSignalOf';

/** How often is asked again where no signal can tell of changes. */
const POLL_MS = 15_000;
/** At first oftener: a new page's connection for signals may take seconds, and what happened meanwhile is not told again. */
const QUICK_POLL_MS = 5_000;
const QUICK_POLLS = 4;
/** How often nevertheless: signals are not repeated after a broken connection. */
const POLL_WITH_SIGNALS_MS = 120_000;

export interface AnswerOptions<T> {
  /** Identifies the question; another one is asked when it changes. Undefined: nothing to ask. */
  question: string | undefined;
  /** What the question is about. As long as it stays, the previous answer is kept while the next is awaited. */
  about: string;
  ask: (signal: AbortSignal) => Promise<T>;
  /** `once`: a settled past, or something that costs much. */
  refresh?: 'live' | 'once';
  channelOf?: (answer: T) => string | undefined;
}

export interface Answer<T> extends AnswerState<T> {
  retry: () => void;
}

/**
 * Asks, and asks again when a signal says that something changed, else every 15 seconds (every 5 at first) while the page is in sight.
 * A question that is no longer wanted is aborted, and its answer ignored.
 */
export function useAnswer<T>(options: AnswerOptions<T>): Answer<T> {
  const { question, about, refresh = 'live', channelOf } = options;
  const clock = useClock();
  const [state, dispatch] = useReducer<
    (state: AnswerState<T>, action: AnswerAction<T>) => AnswerState<T>
  >(reduceAnswer, { asking: question !== undefined });

  const askRef = useRef(options.ask);
  askRef.current = options.ask;
  const attempt = useRef<{ controller: AbortController; stale: boolean }>();

  const ask = useCallback(() => {
    attempt.current?.controller.abort();
    const controller = new AbortController();
    const mine = { controller, stale: false };
    attempt.current = mine;
    dispatch({ type: 'asked' });
    const settle = (action: AnswerAction<T>) => {
      if (controller.signal.aborted) return;
      attempt.current = undefined;
      dispatch(action);
      if (mine.stale) ask();
    };
    askRef.current(controller.signal).then(
      answer => settle({ type: 'answered', answer, at: clock.now() }),
      error => settle({ type: 'failed', error, at: clock.now() }),
    );
  }, [clock]);

  // An attempt under way is not cut short by the next change, or a busy service would never get an answer.
  const askAgain = useCallback(() => {
    if (attempt.current) attempt.current.stale = true;
    else ask();
  }, [ask]);

  const answeredAbout = useRef(about);
  useEffect(() => {
    if (answeredAbout.current !== about || question === undefined) {
      dispatch({ type: 'forgotten' });
      answeredAbout.current = about;
    }
    if (question === undefined) return undefined;
    ask();
    return () => {
      attempt.current?.controller.abort();
      attempt.current = undefined;
    };
  }, [ask, about, question]);

  const isLive = refresh === 'live' && question !== undefined;
  const { listening } = useSignalOf(
    isLive && state.answer ? channelOf?.(state.answer) : undefined,
    askAgain,
  );
  useEffect(() => {
    if (!isLive) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const askLater = (polls: number) => {
      const quick = polls < QUICK_POLLS ? QUICK_POLL_MS : POLL_MS;
      timer = setTimeout(
        () => {
          if (document.visibilityState !== 'hidden') askAgain();
          askLater(polls + 1);
        },
        listening ? POLL_WITH_SIGNALS_MS : quick,
      );
    };
    askLater(0);
    const onVisible = () => {
      if (document.visibilityState === 'visible') askAgain();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [askAgain, isLive, listening, question]);

  return { ...state, retry: ask };
}
