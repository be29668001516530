import { ServiceUnavailableError } from '@backstage/errors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isDatabaseAway } from '../store/Database';

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
    if (!this.#api) {
      next(new ServiceUnavailableError(this.#problem()));
      return;
    }
    this.#api(request, response, (error?: unknown) => {
      next(
        isDatabaseAway(error)
          ? new ServiceUnavailableError(
              'The database of the changes plugin is not reachable at the moment',
              error,
            )
          : error,
      );
    });
  };
}
