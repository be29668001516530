import { z } from 'zod';
import type { ClusterResponse } from '../clusters';
import {
  isKubernetesObject,
  kubernetesObject,
  type KubernetesObject,
} from '../kinds';
import { ApiFailure, failureOfStatus } from './ApiFailure';
import { cutList } from './listItems';

const list = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

const WATCH_TYPES: readonly unknown[] = [
  'ADDED',
  'MODIFIED',
  'DELETED',
  'BOOKMARK',
  'ERROR',
];

const bookmark = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().min(1) }),
});

const errorStatus = z.looseObject({
  code: z.number().optional(),
  message: z.string().optional(),
});

/** One page of a list. */
export interface ListPage {
  resourceVersion: string;
  continue?: string;
  /** Each is parsed when it is asked for, which throws an ApiFailure for what is no object. */
  items: Iterable<KubernetesObject>;
}

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubernetesObject }
  | { type: 'BOOKMARK'; resourceVersion: string };

/**
 * Reads a page of a list.
 * @throws ApiFailure
 */
export async function readListPage(
  response: ClusterResponse,
  maxBytes: number,
): Promise<ListPage> {
  const body = await readBody(response, maxBytes);
  if (response.status !== 200) {
    throw failureOfBody(response, body.toString('utf8'));
  }
  const cut = cutList(body);
  const whole = cut?.head ?? parse(body.toString('utf8'), response);
  const page = list.safeParse(whole);
  if (!page.success) throw notKubernetes(response, 'is not a list of objects');
  const { metadata, items } = page.data;
  return {
    resourceVersion: metadata.resourceVersion,
    continue: metadata.continue || undefined,
    items: objectsIn(cut?.items ?? items ?? [], response),
  };
}

function* objectsIn(
  items: Iterable<unknown>,
  response: ClusterResponse,
): Generator<KubernetesObject> {
  try {
    for (const item of items) yield readObject(item);
  } catch (error) {
    throw error instanceof SyntaxError
      ? notKubernetes(response, 'is not JSON')
      : error;
  }
}

/**
 * Reads one line of a watch.
 * @throws ApiFailure: of class `expired` when the position is too old.
 */
export function readWatchLine(line: string): WatchEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new ApiFailure('garbage', 'a line of the watch is not JSON');
  }
  if (!isWatchLine(json)) {
    throw new ApiFailure('garbage', 'a line of the watch is not a watch event');
  }
  const { type, object } = json;
  if (type === 'ERROR') {
    const status = errorStatus.safeParse(object);
    throw failureOfStatus(
      status.data?.code ?? 500,
      status.data?.message ?? 'the watch ended with an error',
    );
  }
  if (type === 'BOOKMARK') {
    const mark = bookmark.safeParse(object);
    if (!mark.success) {
      throw new ApiFailure('garbage', 'a bookmark has no resourceVersion');
    }
    return { type, resourceVersion: mark.data.metadata.resourceVersion };
  }
  return { type, object: readObject(object) };
}

/** Throws the failure that an answer other than 200 tells of. */
export async function refuseUnlessOk(
  response: ClusterResponse,
  maxBytes: number,
): Promise<void> {
  if (response.status === 200) return;
  const body = await readBody(response, maxBytes);
  throw failureOfBody(response, body.toString('utf8'));
}

function isWatchLine(
  json: unknown,
): json is { type: WatchEvent['type'] | 'ERROR'; object: object } {
  if (typeof json !== 'object' || json === null) return false;
  const { type, object } = json as Record<string, unknown>;
  return (
    WATCH_TYPES.includes(type) &&
    typeof object === 'object' &&
    object !== null &&
    !Array.isArray(object)
  );
}

function readObject(item: unknown): KubernetesObject {
  if (isKubernetesObject(item)) return item;
  const object = kubernetesObject.safeParse(item);
  if (object.success) return object.data;
  const issue = object.error.issues[0];
  throw new ApiFailure(
    'garbage',
    `an object's ${issue.path.join('.')} does not fit: ${issue.message}`,
  );
}

/** @throws ApiFailure when it is too large */
export async function readBody(
  response: ClusterResponse,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ApiFailure(
        'garbage',
        `an answer is larger than ${maxBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function parse(body: string, response: ClusterResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw notKubernetes(response, 'is not JSON');
  }
}

function notKubernetes(response: ClusterResponse, what: string): ApiFailure {
  const type = response.header('content-type') ?? 'no content type';
  return new ApiFailure('garbage', `the answer (${type}) ${what}`);
}

// Kubernetes answers a Status with `message`, a Backstage proxy `{ error: { message } }`.
function failureOfBody(response: ClusterResponse, body: string): ApiFailure {
  let message = '';
  try {
    const json = JSON.parse(body);
    message = String(json?.message ?? json?.error?.message ?? '');
  } catch {
    // A gateway's page says nothing that would help.
  }
  return failureOfStatus(
    response.status,
    message.slice(0, 300),
    response.header('retry-after'),
  );
}
