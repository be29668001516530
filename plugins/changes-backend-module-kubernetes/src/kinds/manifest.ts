import { hash } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { binaryValue } from '@ripplehq/backstage-plugin-changes-common';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { KubernetesObject } from './KubernetesObject';
import { isNoisyAnnotation } from './noise';

/** Text of one field that is kept. A longer one is cut: who needs all of it looks into the cluster. */
const TEXT_MAX_CHARS = 64 * 1024;
/** Fields whose text stands for bytes that nobody reads: a map of them, and single ones. */
const BINARY_MAP = 'binaryData';
const BINARY_FIELD = 'caBundle';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const CUT_END = /\n… \d+ more characters$/;

/** An object as a person would write it, without secrets, and a digest of it that tells apart what was hidden. */
export interface Manifest {
  manifest: JsonObject;
  /** Of the object with its secrets. In memory only: never stored, never logged. */
  digest: string;
}

/**
 * Reduces an object to what somebody wanted of it: no status, nothing that the API server or a controller adds.
 */
export function manifestOf(
  object: KubernetesObject,
  type: { apiVersion: string; kind: string },
  redactor: Redactor,
): Manifest {
  const { metadata, status: _, apiVersion: __, kind: ___, ...content } = object;
  const wanted = {
    ...type,
    metadata: withoutEmpty({
      name: metadata.name,
      namespace: metadata.namespace,
      labels: metadata.labels,
      annotations: annotationsOf(object),
      finalizers: metadata.finalizers,
    }),
    ...content,
  } as JsonObject;
  return {
    manifest: shortened(redactor.redact(wanted), redactor) as JsonObject,
    digest: digestOf(wanted),
  };
}

/** Of a value with its secrets: in memory only. */
export function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value) ?? '', 'base64url');
}

/** An object's annotations without those that controllers keep for themselves. */
export function annotationsOf(
  object: KubernetesObject,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(
      ([key]) => !isNoisyAnnotation(key),
    ),
  );
}

/** Whether a manifest does not hold all of a text: then two that differ may look alike. */
export function isCut(manifest: unknown): boolean {
  if (typeof manifest === 'string') {
    return manifest.length > TEXT_MAX_CHARS && CUT_END.test(manifest);
  }
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    Object.values(manifest).some(isCut)
  );
}

/** Without the rest of long texts, and with the size of what is no text; what has neither is given back as it is. */
function shortened(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(item => shortened(item, redactor));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let entries: [string, unknown][] | undefined;
  const object = value as Record<string, unknown>;
  for (const [index, [key, item]] of Object.entries(object).entries()) {
    let short: unknown;
    if (key === BINARY_MAP) short = sizesOf(item, redactor);
    else if (key === BINARY_FIELD) short = sizeOf(item, redactor);
    else short = shortened(item, redactor);
    if (short !== item) entries ??= Object.entries(object);
    if (entries) entries[index] = [key, short];
  }
  return entries ? Object.fromEntries(entries) : value;
}

function cut(text: string): string {
  return text.length > TEXT_MAX_CHARS
    ? `${text.slice(0, TEXT_MAX_CHARS)}\n… ${
        text.length - TEXT_MAX_CHARS
      } more characters`
    : text;
}

function sizesOf(values: unknown, redactor: Redactor): unknown {
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      sizeOf(value, redactor),
    ]),
  );
}

function sizeOf(value: unknown, redactor: Redactor): unknown {
  if (typeof value !== 'string' || !BASE64.test(value)) return value;
  const padding = value.endsWith('==') ? 2 : Number(value.endsWith('='));
  return binaryValue((value.length / 4) * 3 - padding, redactor.digest(value));
}

function withoutEmpty(object: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  );
}
