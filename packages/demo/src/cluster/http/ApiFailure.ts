import type { Refusal } from './answer.ts';

/** What an API server refuses to do, and why. */
export class ApiFailure extends Error {
  readonly refusal: Refusal;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.name = 'ApiFailure';
    this.refusal = [code, reason, message];
  }
}
