import { createHash } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { KubernetesObject } from './KubernetesObject';

/** Written by controllers about what they did; they say nothing that somebody wanted. */
const CONTROLLER_ANNOTATIONS = [
  /^kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /^deployment\.kubernetes\.io\//,
  /^deprecated\.daemonset\.template\.generation$/,
  /^control-plane\.alpha\.kubernetes\.io\/leader$/,
  /^autoscaling\.alpha\.kubernetes\.io\//,
  /^autoscaling\.kubernetes\.io\//,
  /^(pv|volume|volume\.beta)\.kubernetes\.io\//,
  /^field\.cattle\.io\//,
  /^cattle\.io\/timestamp$/,
];

/** Text of one field that is kept. A longer one is cut: who needs all of it looks into the cluster. */
const TEXT_MAX_CHARS = 64 * 1024;
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
    manifest: cut(redactor.redact(wanted)) as JsonObject,
    digest: digestOf(wanted),
  };
}

/** Of a value with its secrets: in memory only. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url');
}

/** An object's annotations without those that controllers keep for themselves. */
export function annotationsOf(
  object: KubernetesObject,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(
      ([key]) => !CONTROLLER_ANNOTATIONS.some(pattern => pattern.test(key)),
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

function cut(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > TEXT_MAX_CHARS
      ? `${value.slice(0, TEXT_MAX_CHARS)}\n… ${
          value.length - TEXT_MAX_CHARS
        } more characters`
      : value;
  }
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cut(item)]),
  );
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
