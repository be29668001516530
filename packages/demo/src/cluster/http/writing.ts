import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseYaml } from 'yaml';
import type { Address } from './address.ts';
import { refuse, send } from './answer.ts';
import { ApiFailure } from './ApiFailure.ts';

const BODY_MAX_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 10_000;
const MANAGER_MAX_CHARS = 128;

/** A request that is to change something. */
export interface WriteRequest {
  verb: 'create' | 'update' | 'patch' | 'delete';
  address: Address;
  /** Parsed; undefined where there is none. */
  body: unknown;
  /** Without parameters. */
  contentType: string;
  /** The field manager. */
  manager: string;
  /** Server-side apply takes over what others own. */
  force: boolean;
  /** Who writes. */
  user: string;
  userAgent: string;
  /** Path and query. */
  uri: string;
}

/** Carries a write out and answers the object as it then is. Throws an {@link ApiFailure} where it refuses. */
export type AnswerWrite = (request: WriteRequest) => object;

/** Reads a request's body, has it carried out, and says what came of it. */
export async function answerWrite(
  write: AnswerWrite,
  options: {
    verb: WriteRequest['verb'];
    address: Address;
    query: URLSearchParams;
    user: string;
    uri: string;
    request: IncomingMessage;
    response: ServerResponse;
  },
): Promise<void> {
  const { verb, address, query, request, response, uri, user } = options;
  try {
    if (query.has('dryRun')) {
      throw badRequest('dryRun is not offered');
    }
    const object = write({
      verb,
      address,
      body: await bodyOf(request),
      contentType: contentTypeOf(request),
      manager: managerOf(request, query),
      force: query.get('force') === 'true',
      user,
      userAgent: request.headers['user-agent'] ?? '',
      uri,
    });
    send(request, response, object, verb === 'create' ? 201 : 200);
  } catch (error) {
    if (error instanceof ApiFailure) refuse(response, error.refusal);
    else refuse(response, [500, 'InternalError', String(error)]);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  request.setTimeout(BODY_TIMEOUT_MS, () => request.destroy());
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) {
      throw new ApiFailure(
        413,
        'RequestEntityTooLarge',
        `the body is larger than ${BODY_MAX_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  const text = Buffer.concat(chunks).toString('utf8');
  const contentType = contentTypeOf(request);
  if (!/json|yaml/.test(contentType)) {
    throw new ApiFailure(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, not ${contentType}`,
    );
  }
  const isYaml = /yaml/.test(contentType);
  try {
    return isYaml ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the body is not ${contentType}: ${(error as Error).message}`,
    );
  }
}

function contentTypeOf(request: IncomingMessage): string {
  const [type] = (request.headers['content-type'] ?? '').split(';');
  return type.trim() || 'application/json';
}

/** The query says it, or the name of the program. */
function managerOf(request: IncomingMessage, query: URLSearchParams): string {
  const [program] = (request.headers['user-agent'] ?? '').split('/');
  const manager = query.get('fieldManager') || program || 'unknown';
  return manager.slice(0, MANAGER_MAX_CHARS);
}

function badRequest(message: string): ApiFailure {
  return new ApiFailure(400, 'BadRequest', message);
}
