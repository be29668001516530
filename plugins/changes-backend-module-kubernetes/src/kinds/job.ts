import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kindOf, typeOf } from './Kind';
import {
  controllerOf,
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { manifestOf } from './manifest';
import { namedOf, type Named, type Written } from './Named';

export const JOB = kindOf({
  resource: 'jobs',
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  book: 'jobs',
  read: readJob,
});

/** How a run stands. `waiting`: it is suspended, or its controller has not seen it yet. */
export type JobState = 'waiting' | 'running' | 'succeeded' | 'failed';

export interface JobStatus {
  state: JobState;
  startedAt?: string;
  endedAt?: string;
  /** Why it failed, as its controller says. */
  reason?: string;
  message?: string;
  /** Pods that ended well or badly. */
  succeeded: number;
  failed: number;
}

/** A run of a schedule: only its outcome counts. */
export interface ScheduledRun extends Named {
  schedule: { uid: string; name: string };
  status: JobStatus;
}

/** A Job that somebody made. */
export interface JobObject extends Named, Written {
  schedule?: undefined;
  /** What it belongs to where a program made it, e.g. a custom resource. */
  controller?: string;
  /** A CronJob that somebody ran out of turn. */
  manualRunOf?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  containers: JobContainer[];
  manifest: JsonObject;
  status: JobStatus;
}

export interface JobContainer {
  image: string;
  /** Command and arguments, before secrets are hidden: in memory only. */
  commandLine: string;
}

/** Labels by which a Job finds its pods. */
const OWN_LABELS = /^(batch\.kubernetes\.io\/)?(controller-uid|job-name)$/;

export function readJob(
  object: KubernetesObject,
  redactor: Redactor,
): JobObject | ScheduledRun {
  const { annotations, labels } = object.metadata;
  const controller = controllerOf(object);
  const status = statusOf(object, redactor);
  const isManual =
    annotations?.['cronjob.kubernetes.io/instantiate'] === 'manual';
  if (controller?.kind === 'CronJob' && !isManual) {
    const { uid, name } = controller;
    return { ...namedOf(object), schedule: { uid, name }, status };
  }
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  const templateLabels = objectAt(template, 'metadata', 'labels');
  return {
    ...namedOf(object),
    ...manifestOf(withoutOwnLabels(object), typeOf(JOB), redactor),
    managed: object.metadata.managedFields ?? [],
    controller:
      controller && controller.kind !== 'CronJob' ? controller.kind : undefined,
    manualRunOf: controller?.kind === 'CronJob' ? controller.name : undefined,
    labels: {
      ...textsWithout(OWN_LABELS, templateLabels),
      ...labels,
    },
    annotations: annotations ?? {},
    containers: [
      ...listAt(template, 'spec', 'initContainers'),
      ...listAt(template, 'spec', 'containers'),
    ].map(({ image, command, args }) => ({
      image: textOf(image) ?? '',
      commandLine: [command, args].flat().filter(isText).join(' '),
    })),
    status,
  };
}

function statusOf(object: KubernetesObject, redactor: Redactor): JobStatus {
  const status = objectAt(object, 'status');
  const conditions = listAt(status, 'conditions');
  const condition = (type: string) =>
    conditions.find(item => item.type === type && item.status === 'True');
  const [complete, failed] = [condition('Complete'), condition('Failed')];
  const startedAt = textOf(status.startTime);
  const counts = {
    startedAt,
    succeeded: numberOf(status.succeeded) ?? 0,
    failed: numberOf(status.failed) ?? 0,
  };
  if (complete) {
    return {
      ...counts,
      state: 'succeeded',
      endedAt:
        textOf(status.completionTime) ?? textOf(complete.lastTransitionTime),
    };
  }
  if (failed) {
    return {
      ...counts,
      state: 'failed',
      endedAt: textOf(failed.lastTransitionTime),
      reason: textOf(failed.reason),
      message: redactor.redactText(textOf(failed.message) ?? '') || undefined,
    };
  }
  return { ...counts, state: startedAt === undefined ? 'waiting' : 'running' };
}

/** As a person would write it: the API server adds a selector and labels of its own. */
function withoutOwnLabels(object: KubernetesObject): KubernetesObject {
  const { labels } = object.metadata;
  const {
    selector: _,
    template: __,
    manualSelector: ___,
    ...spec
  } = objectAt(object, 'spec');
  const template = objectAt(object, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: labels && textsWithout(OWN_LABELS, labels),
    },
    spec: {
      ...spec,
      template: {
        ...template,
        metadata: {
          ...metadata,
          labels: textsWithout(OWN_LABELS, objectAt(metadata, 'labels')),
        },
      },
    },
  };
}

function textsWithout(
  pattern: RegExp,
  texts: Record<string, unknown>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !pattern.test(entry[0]),
    ),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
