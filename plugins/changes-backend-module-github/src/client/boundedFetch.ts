import { GithubFailure } from './GithubFailure';

/** A repository that was renamed answers with one redirect; more are a loop. */
const REDIRECTS_MAX = 3;

/**
 * A `fetch` that can only read, only from one host, and only so much: whatever an answer asks for, credentials go nowhere else.
 * @param options - `baseUrl`: the integration's API; `bytesMax`: over all requests of one question.
 */
export function boundedFetch(options: {
  fetch: typeof fetch;
  baseUrl: string;
  bytesMax: number;
  requestsMax: number;
  signal: AbortSignal;
}): typeof fetch {
  const origin = new URL(options.baseUrl).origin;
  let bytes = 0;
  let requests = 0;

  const read = async (response: Response): Promise<Response> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > options.bytesMax) {
        throw new GithubFailure(
          'unusable-answer',
          `The comparison is larger than ${options.bytesMax} bytes; open it on GitHub`,
        );
      }
      chunks.push(chunk);
    }
    const headers = new Headers(response.headers);
    headers.delete('content-encoding');
    headers.delete('content-length');
    const hasBody = ![204, 205, 304].includes(response.status);
    return new Response(hasBody ? Buffer.concat(chunks) : null, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  };

  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    if (method !== 'GET') {
      throw new GithubFailure('unusable-answer', `${method} is never sent`);
    }
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
      if (url.origin !== origin) {
        throw new GithubFailure(
          'unusable-answer',
          `${
            new URL(options.baseUrl).host
          } points to another host, which is not asked`,
        );
      }
      requests += 1;
      if (requests > options.requestsMax) {
        throw new GithubFailure(
          'unusable-answer',
          `More than ${options.requestsMax} requests would be needed`,
        );
      }
      const response = await options.fetch(url, {
        method,
        headers: init?.headers,
        redirect: 'manual',
        signal: options.signal,
      });
      const location = response.headers.get('location');
      if (![301, 302, 307, 308].includes(response.status) || !location) {
        return read(response);
      }
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw new GithubFailure('unusable-answer', 'GitHub redirects in a circle');
  };
}
