/**
 * Why an API server gave nothing useful; each class has its own back-off.
 */
export type FailureClass =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'expired'
  | 'too-many-requests'
  | 'server-error'
  | 'certificate'
  | 'network'
  | 'garbage';

export class ApiFailure extends Error {
  name = 'ApiFailure';

  constructor(
    readonly failureClass: FailureClass,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** What an HTTP status, or the code of a Status object, means. */
export function failureOfStatus(
  status: number,
  message: string,
  retryAfter?: string,
): ApiFailure {
  const text = `HTTP ${status}${message ? `: ${message}` : ''}`;
  switch (status) {
    case 401:
      return new ApiFailure('unauthorized', text);
    case 403:
      return new ApiFailure('forbidden', text);
    case 404:
      return new ApiFailure('not-found', text);
    case 410:
      return new ApiFailure('expired', text);
    case 429:
      return new ApiFailure('too-many-requests', text, patience(retryAfter));
    default:
      return status >= 500
        ? new ApiFailure('server-error', text, patience(retryAfter))
        : new ApiFailure('garbage', text);
  }
}

/** What an error of the network, of TLS or of reading a kubeconfig means. */
export function failureOfError(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  const root = rootCause(error);
  const code = codeOf(root);
  const text = messageOf(root);
  if (
    /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_(SSL|TLS|OSSL)|EPROTO/.test(code)
  ) {
    // Node.js adds advice of its own for whom starts it.
    const [reason] = text.split('; if the root CA');
    return new ApiFailure('certificate', `${reason} (${code})`);
  }
  return new ApiFailure('network', inPlainWords(root, code) ?? (text || code));
}

// What a person can act on; the code stays, since it is what they will search for.
function inPlainWords(error: unknown, code: string): string | undefined {
  const { name, message, hostname, address, port, path, syscall } = (error ??
    {}) as Record<string, unknown>;
  switch (code) {
    case 'ECONNRESET':
      return 'the connection was cut';
    case 'ECONNREFUSED':
      return address === undefined
        ? undefined
        : `nothing listens at ${address}:${port} (${code})`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return hostname === undefined
        ? undefined
        : `the host ${hostname} is not known (${code})`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `no answer came in time (${code})`;
    case 'ENOENT':
      return String(syscall).startsWith('spawn')
        ? `the program ${path} that its kubeconfig logs in with is not installed (${code})`
        : `its kubeconfig names the file ${path}, which does not exist (${code})`;
    default:
      if (name === 'TimeoutError') return 'no answer came in time';
      return message === 'aborted' ? 'the connection was cut' : undefined;
  }
}

// fetch says only "fetch failed"; what happened is its cause. Happy Eyeballs wraps one error for each address.
function rootCause(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof AggregateError && error.errors.length > 0) {
    return rootCause(error.errors[0]);
  }
  return error.cause === undefined ? error : rootCause(error.cause);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function patience(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1000
    : undefined;
}
