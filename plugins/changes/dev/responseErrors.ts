import { ResponseError } from '@backstage/errors';

/** An error as the client throws it for an answer that is not 2xx. */
export function responseError(options: {
  status: number;
  name: string;
  message: string;
  requestId?: string;
}): Promise<Error> {
  const { status, name, message, requestId } = options;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (requestId) headers.set('x-request-id', requestId);
  const text = JSON.stringify({
    error: { name, message },
    request: { method: 'GET', url: '/api/changes' },
    response: { statusCode: status },
  });
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: name,
    headers,
    text: async () => text,
    json: async () => JSON.parse(text),
  } as Response);
}
