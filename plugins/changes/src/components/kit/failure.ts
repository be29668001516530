import { ResponseError } from '@backstage/errors';

/** What a screen must know of an error. */
export type Failure =
  | { type: 'forbidden'; permission: string; message: string }
  | { type: 'not-found'; message: string }
  | { type: 'failed'; message: string; status?: number; requestId?: string };

const PERMISSION = /\bchanges(?:\.[a-z]+)+\b/;

/** Tells apart what the reader may not see, what does not exist and what failed. */
export function readFailure(error: Error): Failure {
  if (!(error instanceof ResponseError)) {
    return { type: 'failed', message: error.message };
  }
  const { cause, response, statusCode } = error;
  const message = cause.message || response.statusText;
  if (statusCode === 403) {
    return {
      type: 'forbidden',
      permission: PERMISSION.exec(message)?.[0] ?? 'changes.read',
      message,
    };
  }
  if (statusCode === 404) return { type: 'not-found', message };
  return {
    type: 'failed',
    message,
    status: statusCode,
    requestId: response.headers.get('x-request-id') ?? undefined,
  };
}
