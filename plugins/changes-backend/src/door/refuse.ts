import type { Response } from 'express';

/** Answers an error of a kind that Backstage has none of; the body is that of its own ones. */
export function refuse(
  response: Response,
  statusCode: number,
  error: { name: string; message: string },
): Response {
  return response.status(statusCode).json({ error, response: { statusCode } });
}
