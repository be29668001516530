import { ServiceUnavailableError } from '@backstage/errors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isDatabaseAway } from '../store/Database';

/** Senders of webhooks and audit logs come again, and some only if they are told to. */
const RETRY_AFTER_SECONDS = 5;

/** Answers 503 with the reason until the API stands, and whenever its database is away. */
export class DatabaseGate {
  readonly #problem: () => string;
  #api: RequestHandler | undefined;

  /** @param options - `problem`: why the database is not open, in words for a person. */
  static create(options: { problem(): string }): DatabaseGate {
    return new DatabaseGate(options.problem);
  }

  private constructor(problem: () => string) {
    this.#problem = problem;
  }

  open(api: RequestHandler): void {
    this.#api = api;
  }

  /** To be mounted once, at start. */
  readonly handler = (
    request: Request,
    response: Response,
    next: NextFunction,
  ): void => {
    const unavailable = (reason: string, error?: unknown) => {
      response.set('Retry-After', String(RETRY_AFTER_SECONDS));
      next(new ServiceUnavailableError(reason, error));
    };
    if (!this.#api) {
      unavailable(this.#problem());
      return;
    }
    this.#api(request, response, (error?: unknown) => {
      if (isDatabaseAway(error)) {
        unavailable(
          'The database of the changes plugin is not reachable at the moment',
          error,
        );
      } else {
        next(error);
      }
    });
  };
}
