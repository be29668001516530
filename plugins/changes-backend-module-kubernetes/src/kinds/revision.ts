import type { JsonObject } from '@backstage/types';
import type { Named } from './Named';

/** A template that a workload has or had, as its controller keeps it. */
export interface RevisionObject extends Named {
  /** uid of the workload. */
  owner: string;
  revision: number;
  /** Revisions that the same template had before, as far as they are known, oldest first. */
  formerRevisions: number[];
  /** Without secrets; let go once it has been told. */
  template?: JsonObject;
  /** Of the template with its secrets; in memory only. */
  templateDigest: string;
  /** What its pods carry as their revision; absent where they belong to it. */
  podHash?: string;
}
