/** What is known of a question: nothing yet, an answer (perhaps an earlier one), or why there is none. */
export interface AnswerState<T> {
  answer?: T;
  /** When `answer` arrived, in milliseconds since 1970. */
  answeredAt?: number;
  /** Set as long as the latest attempt failed. */
  error?: Error;
  /** When the first of the failed attempts ended. */
  failingSince?: number;
  /** An attempt is under way. */
  asking: boolean;
}

export type AnswerAction<T> =
  | { type: 'asked' }
  | { type: 'answered'; answer: T; at: number }
  | { type: 'failed'; error: Error; at: number }
  | { type: 'forgotten' };

export function reduceAnswer<T>(
  state: AnswerState<T>,
  action: AnswerAction<T>,
): AnswerState<T> {
  switch (action.type) {
    case 'asked':
      return { ...state, asking: true };
    case 'answered':
      return { answer: action.answer, answeredAt: action.at, asking: false };
    case 'failed':
      return {
        ...state,
        error: action.error,
        failingSince: state.failingSince ?? action.at,
        asking: false,
      };
    default:
      return { asking: false };
  }
}
