/** Why GitHub gave no answer. Each class has its own remedy; the message names it. */
export type GithubFailureReason =
  | 'not-found'
  | 'unauthorised'
  | 'forbidden'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'unusable-answer';

/** GitHub gave no answer that can be used. The message is for a person and says what would help. */
export class GithubFailure extends Error {
  name = 'GithubFailure';
  readonly reason: GithubFailureReason;
  /** When to ask again, in milliseconds since the epoch, where GitHub says so. */
  readonly retryAt: number | undefined;

  constructor(
    reason: GithubFailureReason,
    message: string,
    options: { retryAt?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryAt = options.retryAt;
  }
}

const LASTING = ['not-found', 'unauthorised', 'forbidden'] as const;

/** A failure that stays until somebody changes a setting. */
export type LastingFailure = GithubFailure & {
  readonly reason: (typeof LASTING)[number];
};

/** The same question asked again will fail again until somebody changes a setting. */
export function isLasting(error: unknown): error is LastingFailure {
  return (
    error instanceof GithubFailure &&
    (LASTING as readonly string[]).includes(error.reason)
  );
}
