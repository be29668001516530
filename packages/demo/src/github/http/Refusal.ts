/** An answer in the shape of GitHub's errors. */
export class Refusal extends Error {
  readonly status: number;
  /** Seconds after which it may be tried again. */
  readonly retryAfterSeconds: number | undefined;
  readonly errors: readonly object[] | undefined;

  static notFound(): Refusal {
    return new Refusal(404, 'Not Found');
  }

  /** A parameter that cannot be understood. */
  static invalid(resource: string, field: string): Refusal {
    return new Refusal(422, 'Validation Failed', {
      errors: [{ resource, field, code: 'invalid' }],
    });
  }

  constructor(
    status: number,
    message: string,
    options: { retryAfterSeconds?: number; errors?: readonly object[] } = {},
  ) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.errors = options.errors;
  }
}
