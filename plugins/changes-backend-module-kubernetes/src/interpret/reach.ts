import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { numberOf, objectAt, type WorkloadObject } from '../kinds';
import { versionIn } from './workloadManifest';

const PARTITION_PATH = 'spec.updateStrategy.rollingUpdate.partition';

/** Whether a new template replaces its pods. A ReplicaSet's pods stay as they are. */
export function rollsOut({ type }: Pick<WorkloadObject, 'type'>): boolean {
  return type.kind !== 'ReplicaSet';
}

/** How far a new template reaches, where it does not reach all pods by itself: the end of a sentence. */
export function reachOf({ manifest, replicas }: WorkloadObject): string {
  const strategy = objectAt(manifest, 'spec', 'updateStrategy');
  if (strategy.type === 'OnDelete') return ', pod by pod as they are deleted';
  const partition =
    numberOf(objectAt(strategy, 'rollingUpdate').partition) ?? 0;
  return partition > 0
    ? ` to ${reached(replicas, partition)} of ${replicas} pods`
    : '';
}

/** What a StatefulSet does that was told to leave fewer pods alone; undefined where it does nothing for that. */
export function widened(
  changes: FieldChange[],
  { name, manifest, replicas, counts }: WorkloadObject,
): string | undefined {
  const [change, ...others] = changes;
  if (change?.path !== PARTITION_PATH || others.length > 0) return undefined;
  const [before, after] = [
    Number(change.before ?? 0),
    Number(change.after ?? 0),
  ];
  const pods = reached(replicas, after);
  return after < before && counts.updated < pods
    ? `${name} deployed ${versionIn(
        manifest,
      )} to ${pods} of ${replicas} pods: partition ${before} → ${after}`
    : undefined;
}

function reached(replicas: number, partition: number): number {
  return Math.max(0, replicas - partition);
}
