import { z } from 'zod';
import type { ClusterResponse } from '../clusters';
import { kubernetesObject, type KubernetesObject } from '../kinds';
import { ApiFailure, failureOfStatus } from './ApiFailure';

const list = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

const watchLine = z.looseObject({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.looseObject({}),
});

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
  items: KubernetesObject[];
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
  if (response.status !== 200) throw failureOfBody(response, body);
  const page = list.safeParse(parse(body, response));
  if (!page.success) throw notKubernetes(response, 'is not a list of objects');
  return {
    resourceVersion: page.data.metadata.resourceVersion,
    continue: page.data.metadata.continue || undefined,
    items: (page.data.items ?? []).map(readObject),
  };
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
  const parsed = watchLine.safeParse(json);
  if (!parsed.success) {
    throw new ApiFailure('garbage', 'a line of the watch is not a watch event');
  }
  const { type, object } = parsed.data;
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
  throw failureOfBody(response, await readBody(response, maxBytes));
}

function readObject(item: unknown): KubernetesObject {
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
): Promise<string> {
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
  return Buffer.concat(chunks, bytes).toString('utf8');
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
