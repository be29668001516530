import { isError } from '@backstage/errors';
import { GithubFailure } from './GithubFailure';

/** What is read of an error of `@octokit/request-error`. */
interface RequestErrorShape {
  status: number;
  message: string;
  response?: { headers: Record<string, string | number | undefined> };
}

/** GitHub asks for a pause of at least a minute after a secondary limit that names none. */
const SECONDARY_LIMIT_PAUSE_MS = 60_000;
/** GitHub's limits start anew every hour; what names a longer pause is a wrong clock. */
const PAUSE_MAX_MS = 3_600_000;

/** Turns what a request threw into a failure that says what would help. Pure. */
export function classify(
  error: unknown,
  context: { host: string; repository: string; now: number },
): GithubFailure {
  if (error instanceof GithubFailure) return error;
  const { host, repository, now } = context;
  const fail = (
    reason: GithubFailure['reason'],
    message: string,
    retryAt?: number,
  ) => new GithubFailure(reason, message, { retryAt, cause: error });

  if (isAbort(error)) {
    return fail(
      'timeout',
      `${host} did not answer in time about ${repository}; try again`,
    );
  }
  if (!isRequestError(error)) {
    return fail('unavailable', `${host} cannot be reached: ${causeOf(error)}`);
  }
  const header = (name: string) => error.response?.headers[name];
  const retryAt = pauseUntil(error, now);
  if (retryAt !== undefined) {
    return fail(
      'rate-limited',
      `The API limit of ${host} is used up until ${new Date(
        retryAt,
      ).toISOString()}; a GitHub App under integrations.github has a higher one`,
      retryAt,
    );
  }
  switch (error.status) {
    case 401:
      return fail(
        'unauthorised',
        `${host} refuses the portal's credentials; renew those of integrations.github for ${host}`,
      );
    case 403:
      return fail(
        'forbidden',
        header('x-github-sso')
          ? `${repository} needs the portal's token to be authorised for the organisation's single sign-on`
          : `The portal's credentials for ${host} may not read ${repository}; give them read access to contents and pull requests`,
      );
    case 404:
    case 409:
    case 410:
    case 422:
      return fail(
        'not-found',
        `${repository} does not exist on ${host}, is empty, or the credentials of integrations.github may not read it`,
      );
    case 451:
      return fail(
        'forbidden',
        `${host} withholds ${repository} for legal reasons`,
      );
    default:
      return fail(
        'unavailable',
        error.response
          ? `${host} answered ${error.status} about ${repository}; try again`
          : `${host} gave no usable answer about ${repository}: ${error.message}`,
      );
  }
}

/** Until when GitHub wants no further request; undefined if it does not say. */
function pauseUntil(error: RequestErrorShape, now: number): number | undefined {
  const pauseMs = pauseOf(error, now);
  return pauseMs === undefined
    ? undefined
    : now + Math.min(Math.max(pauseMs, 0), PAUSE_MAX_MS);
}

function pauseOf(error: RequestErrorShape, now: number): number | undefined {
  if (error.status !== 403 && error.status !== 429) return undefined;
  const headers = error.response?.headers ?? {};
  const retryAfterSeconds = Number(headers['retry-after']);
  if (retryAfterSeconds > 0) return retryAfterSeconds * 1000;
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const resetSeconds = Number(headers['x-ratelimit-reset']);
    return resetSeconds > 0
      ? resetSeconds * 1000 - now
      : SECONDARY_LIMIT_PAUSE_MS;
  }
  return error.status === 429 || /rate limit/i.test(error.message)
    ? SECONDARY_LIMIT_PAUSE_MS
    : undefined;
}

/** `fetch failed` hides the reason one level down. */
function causeOf(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) ? error.cause.message : error.message;
}

function isAbort(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'AbortError' || error.name === 'TimeoutError')
  );
}

function isRequestError(error: unknown): error is RequestErrorShape {
  return (
    isError(error) &&
    typeof (error as Partial<RequestErrorShape>).status === 'number'
  );
}
