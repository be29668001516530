import { GithubFailure } from './GithubFailure';

/**
 * Remembers until when GitHub wants no further request, so that a used-up limit is not pushed further at the cost of the portal's
 * other plugins, which use the same credentials.
 */
export class RateGate {
  readonly #now: () => number;
  readonly #closedUntil = new Map<string, number>();

  static create(options: { now: () => number }): RateGate {
    return new RateGate(options.now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws GithubFailure `rate-limited` while the account's limit is known to be used up. */
  check(account: string): void {
    const until = this.#closedUntil.get(account);
    if (until === undefined) return;
    if (until <= this.#now()) {
      this.#closedUntil.delete(account);
      return;
    }
    throw new GithubFailure(
      'rate-limited',
      `The API limit for ${account} is used up until ${new Date(
        until,
      ).toISOString()}`,
      { retryAt: until },
    );
  }

  /** Notes a failure; only those that name a time to wait for matter. */
  note(account: string, failure: GithubFailure): void {
    if (failure.reason === 'rate-limited' && failure.retryAt !== undefined) {
      this.#closedUntil.set(account, failure.retryAt);
    }
  }
}
