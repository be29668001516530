import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  traitsOf,
  type AutoscalerObject,
  type ReadWorkload,
  type Traits,
  type WorkloadObject,
} from '../kinds';
import { writersOf, type Writer } from './author';
import type { AutoscaleRun } from './autoscale';
import type { Revision } from './revisions';
import type { OpenChange } from './rollout';
import type { Sighting } from './Sighting';

/** What is remembered of a workload between two sightings; all but the digests is stored. */
export interface KnownWorkload extends WorkloadObject {
  writers: Writer[];
  traits: Traits;
  /** Up to here its revisions have been told. */
  toldRevision: number;
  /** What is not over yet. */
  open: {
    rollout?: OpenChange;
    scale?: OpenChange;
    autoscale?: AutoscaleRun;
  };
  digest?: string;
  templateDigest?: string;
}

/** What of it is held in memory while it does not change. */
export type LeanWorkload = Omit<KnownWorkload, 'manifest'>;

/** What else is known when a workload is looked at. */
export interface WorkloadContext extends Sighting {
  /** Oldest first; empty where they may not be read. */
  revisions: Revision[];
  /** The autoscaler that targets it; `unknown` where autoscalers may not be read. */
  autoscaler: AutoscalerObject | 'unknown' | undefined;
}

/** What is known after a sighting, and what is told of it. */
export interface WorkloadStep {
  known: KnownWorkload;
  observations: Observation[];
}

export function remember(
  next: ReadWorkload,
  before: Pick<KnownWorkload, 'toldRevision'> &
    Partial<Pick<KnownWorkload, 'open'>>,
): KnownWorkload {
  const { managed, ...object } = next;
  return {
    ...object,
    traits: traitsOf(next.manifest),
    writers: writersOf(managed),
    toldRevision: before.toldRevision,
    open: before.open ?? {},
  };
}
