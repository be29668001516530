import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '../KubernetesObject.ts';

/** The API server compresses no answer that is smaller. */
const GZIP_MIN_BYTES = 128 * 1024;
export const META_VERSION = 'meta.k8s.io/v1';

/** What the API server answers in the place of an object: code, reason and a sentence. */
export type Refusal = [code: number, reason: string, message: string];

/** Asked for metadata alone. */
export function wantsMetadata(request: IncomingMessage): boolean {
  return /as=PartialObjectMetadata/.test(request.headers.accept ?? '');
}

export function partial({ metadata }: KubernetesObject): object {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: META_VERSION,
    metadata,
  };
}

export function withoutType(object: KubernetesObject): object {
  const { kind: _, apiVersion: __, ...rest } = object;
  return rest;
}

export function status([code, reason, message]: Refusal): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  };
}

export function refuse(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal[0], { 'content-type': 'application/json' });
  response.end(JSON.stringify(status(refusal)));
}

export function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: object,
  code = 200,
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const zips =
    bytes.length > GZIP_MIN_BYTES &&
    /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  response.writeHead(code, {
    'content-type': 'application/json',
    ...(zips ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(zips ? gzipSync(bytes) : bytes);
}

export function notFound({
  kind,
  name,
}: {
  kind: { group: string; resource: string };
  name: string;
}): Refusal {
  const resource = kind.group
    ? `${kind.resource}.${kind.group}`
    : kind.resource;
  return [404, 'NotFound', `${resource} "${name}" not found`];
}

export const NOTHING_SERVED: Refusal = [
  404,
  'NotFound',
  'the server could not find the requested resource',
];

export const UNKNOWN_SELECTOR: Refusal = [
  400,
  'BadRequest',
  'this selector is not offered: use labels, metadata.name or metadata.namespace; of Events also type, reason and involvedObject, of Pods spec.nodeName and status.phase',
];
