import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { WarningEvent } from '../health/WarningEvent';
import type { WorkloadFacts } from '../health/WorkloadFacts';
import { readPod, type KubernetesObject, type PodObject } from '../kinds';
import { recorded } from './recorded';
import { workloadFacts, type WorkloadFactsDraft } from './workloadFacts';

const LINES = recorded('misbehavingPods');
const redactor = Redactor.create({});

/** A pod as its API server gave it, as the module reads it. */
export function readRecordedPod(object: KubernetesObject): PodObject {
  return readPod(object, redactor)!;
}

/** What a recorded Deployment's pods were at a moment, with the Events about them, as facts. */
export function recordedFacts(
  app: string,
  now: string,
  draft: WorkloadFactsDraft = {},
): WorkloadFacts {
  const pods = new Map<string, KubernetesObject>();
  const gone: KubernetesObject[] = [];
  for (const { type, object } of LINES) {
    if (object.kind !== 'Pod' || object.metadata.labels?.app !== app) continue;
    if (writtenAt(object) > now) continue;
    if (type === 'deleted') {
      pods.delete(object.metadata.uid);
      gone.push(object);
    } else {
      pods.set(object.metadata.uid, object);
    }
  }
  const read = [...pods.values()].map(readRecordedPod);
  const ready = read.filter(({ isReady }) => isReady).length;
  return workloadFacts({
    deployment: {
      name: app,
      replicas: Math.max(read.length, 1),
      status: { readyReplicas: ready, availableReplicas: ready },
    },
    pods: read,
    lost: gone
      .map(readRecordedPod)
      .filter(({ disruption }) => disruption !== undefined),
    warnings: recordedWarnings(now),
    ...draft,
  });
}

/** By uid of the pod that they are about, the newest first. */
function recordedWarnings(now: string): Record<string, WarningEvent[]> {
  const warnings: Record<string, WarningEvent[]> = {};
  for (const { object } of LINES) {
    if (object.kind !== 'Event') continue;
    const event = object as unknown as RecordedEvent;
    const firstAt = event.firstTimestamp ?? event.eventTime!;
    if (firstAt > now) continue;
    const { uid, fieldPath } = event.involvedObject;
    warnings[uid] = [
      {
        reason: event.reason,
        message: event.message,
        component: event.reportingComponent,
        fieldPath,
        count: event.count ?? event.series?.count ?? 1,
        firstAt,
        lastAt: [event.lastTimestamp ?? firstAt, now].sort()[0],
      },
      ...(warnings[uid] ?? []),
    ];
  }
  return warnings;
}

interface RecordedEvent {
  reason: string;
  message: string;
  reportingComponent?: string;
  count?: number;
  series?: { count: number };
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  involvedObject: { uid: string; fieldPath?: string };
}

/** When what it says became true, at the latest. */
function writtenAt(object: KubernetesObject): string {
  const text = JSON.stringify(object.status ?? {});
  const times = text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? [];
  return [object.metadata.creationTimestamp ?? '', ...times].sort().at(-1)!;
}
