import type { JsonObject } from '@backstage/types';
import type { KubernetesObject, ManagedField } from './KubernetesObject';
import { deletionAskedAt, writtenAt } from './writtenAt';

/** What every reduced object carries. */
export interface Named {
  uid: string;
  name: string;
  namespace?: string;
  resourceVersion: string;
  createdAt?: string;
  /** When its deletion was asked for, where it waits for something. */
  deletingSince?: string;
  /** The latest time that the API server wrote into it, its status included. */
  writtenAt?: string;
  /** How it stands by the aspects of its health, by their names; undefined where nothing of one is or may become wrong. */
  standings?: Record<string, JsonObject | undefined>;
}

/** An object as it was just read: with the word of the API server on who wrote what. */
export interface Written {
  managed: ManagedField[];
  /** Of the object with its secrets; in memory only. */
  digest: string;
}

export function namedOf(object: KubernetesObject): Named {
  const { metadata } = object;
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    resourceVersion: metadata.resourceVersion,
    createdAt: metadata.creationTimestamp,
    deletingSince: text(deletionAskedAt(metadata)),
    writtenAt: text(writtenAt(object)),
  };
}

/** As Kubernetes writes times. */
function text(ms: number): string | undefined {
  return Number.isNaN(ms)
    ? undefined
    : `${new Date(ms).toISOString().slice(0, -5)}Z`;
}
