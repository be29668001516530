const REQUEST_TIMEOUT_MS = 5_000;
const TRIES = 3;
const RETRY_AFTER_MS = 500;
/** What is read of an answer that says what was wrong. */
const MESSAGE_MAX_CHARS = 1000;

/** One change or alert, in the fields of `POST /api/changes/events`. */
export interface EventBody {
  title: string;
  type?: string;
  kind?: string;
  key?: string;
  status?: string;
  severity?: string;
  startedAt?: string;
  endedAt?: string;
  entityRefs?: string[];
  subjects?: string[];
  environment?: string;
  actor?: { name: string; kind: 'user' | 'unknown' };
  links?: { title: string; url: string }[];
  details?: Record<string, string>;
}

/** The portal and who speaks to it. */
export interface RippleClientOptions {
  /** The portal's backend, e.g. `https://portal.example.com`. */
  url: string;
  token: string;
  fetch?: typeof fetch;
  delay: (ms: number) => Promise<void>;
}

/** Worth another try. */
class AwayError extends Error {}

/** Hands events to a portal. A call that may have been stored is repeated only because its key makes that harmless. */
export class RippleClient {
  readonly #options: RippleClientOptions;

  static create(options: RippleClientOptions): RippleClient {
    return new RippleClient(options);
  }

  private constructor(options: RippleClientOptions) {
    this.#options = options;
  }

  /**
   * Stores an event; resolves to its id.
   * @throws Error with the portal's own sentence when it refuses, or why it could not be reached.
   */
  async send(event: EventBody & { key: string }): Promise<string> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#try(event);
      } catch (error) {
        if (!(error instanceof AwayError) || tried === TRIES) throw error;
      }
      await this.#options.delay(RETRY_AFTER_MS * tried);
    }
  }

  async #try(event: EventBody): Promise<string> {
    const { url, token, fetch: request = fetch } = this.#options;
    const address = new URL('/api/changes/events', url);
    let response: Response;
    try {
      response = await request(address, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(event),
        // The token is for this host alone.
        redirect: 'error',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
    } catch (error) {
      throw new AwayError(
        `${address.host} cannot be reached: ${causeOf(error)}`,
      );
    }
    const text = await response.text().catch(() => '');
    if (response.status >= 500) {
      throw new AwayError(
        `${address.host} answered ${response.status}${sentence(text)}`,
      );
    }
    if (!response.ok) {
      throw new Error(
        `${address.host} refused it (${response.status})${sentence(text)}`,
      );
    }
    const [result] = resultsOf(text);
    if (result?.error) {
      const { field, message } = result.error;
      throw new Error(`${address.host} refused it: ${field}: ${message}`);
    }
    if (!result?.id) {
      throw new Error(`${address.host} does not answer as Ripple does`);
    }
    return result.id;
  }
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { message?: string } };
  return cause?.message || message;
}

function sentence(text: string): string {
  try {
    const { error } = JSON.parse(text);
    return `: ${String(error.message).slice(0, MESSAGE_MAX_CHARS)}`;
  } catch {
    return '';
  }
}

interface Result {
  id?: string;
  error?: { field: string; message: string };
}

function resultsOf(text: string): Result[] {
  try {
    const { results } = JSON.parse(text);
    return Array.isArray(results) ? results : [];
  } catch {
    return [];
  }
}
