import { ServiceUnavailableError } from '@backstage/errors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Answers 503 with the reason until the API stands. */
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
    if (this.#api) this.#api(request, response, next);
    else next(new ServiceUnavailableError(this.#problem()));
  };
}
