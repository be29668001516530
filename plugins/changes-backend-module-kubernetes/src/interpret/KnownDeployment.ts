import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type {
  AutoscalerObject,
  DeploymentObject,
  ReadDeployment,
} from '../kinds';
import { writersOf, type Writer } from './author';
import type { AutoscaleRun } from './autoscale';
import type { Revision } from './history';
import type { OpenChange } from './rollout';
import type { Sighting } from './Sighting';

/** What is remembered of a Deployment between two sightings; all but the digests is stored. */
export interface KnownDeployment extends DeploymentObject {
  writers: Writer[];
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

/** What else is known when a Deployment is looked at. */
export interface DeploymentContext extends Sighting {
  /** Oldest first; empty where ReplicaSets may not be read. */
  revisions: Revision[];
  /** The autoscaler that targets it; `unknown` where autoscalers may not be read. */
  autoscaler: AutoscalerObject | 'unknown' | undefined;
}

/** What is known after a sighting, and what is told of it. */
export interface DeploymentStep {
  known: KnownDeployment;
  observations: Observation[];
}

export function remember(
  next: ReadDeployment,
  before: Pick<KnownDeployment, 'toldRevision'> &
    Partial<Pick<KnownDeployment, 'open'>>,
): KnownDeployment {
  const { managed, ...object } = next;
  return {
    ...object,
    writers: writersOf(managed),
    toldRevision: before.toldRevision,
    open: before.open ?? {},
  };
}
