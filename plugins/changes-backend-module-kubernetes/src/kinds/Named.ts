import type { KubernetesObject, ManagedField } from './KubernetesObject';

/** What every reduced object carries. */
export interface Named {
  uid: string;
  name: string;
  namespace?: string;
  resourceVersion: string;
  createdAt?: string;
  /** When its deletion was asked for, where it waits for something. */
  deletingSince?: string;
  /** The latest time that managedFields tell, its status included. */
  writtenAt?: string;
}

/** An object as it was just read: with the word of the API server on who wrote what. */
export interface Written {
  managed: ManagedField[];
  /** Of the object with its secrets; in memory only. */
  digest: string;
}

export function namedOf({ metadata }: KubernetesObject): Named {
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace,
    resourceVersion: metadata.resourceVersion,
    createdAt: metadata.creationTimestamp,
    deletingSince: metadata.deletionTimestamp,
    writtenAt: latest(metadata.managedFields ?? []),
  };
}

// RFC 3339 in UTC to the second: the order of the texts is that of the times.
function latest(managed: ManagedField[]): string | undefined {
  let time: string | undefined;
  for (const entry of managed) {
    if (entry.time && (time === undefined || entry.time > time)) {
      time = entry.time;
    }
  }
  return time;
}
