import {
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  textAt,
} from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import type { AutoscalerDecision } from './decideReplicas.ts';

const DEFAULT_TARGET = 80;
const DEFAULT_REQUEST_MILLIS = 100;

const VALID = {
  reason: 'ValidMetricFound',
  message:
    'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
};

/** Percent of the CPU that pods request, at which an autoscaler aims; undefined where it looks at something else. */
export function targetOf(autoscaler: KubernetesObject): number | undefined {
  const metrics = listAt(autoscaler, 'spec', 'metrics');
  if (metrics.length === 0) return DEFAULT_TARGET;
  const cpu = metrics.find(
    metric => textAt(metric, 'resource', 'name') === 'cpu',
  );
  return numberAt(cpu, 'resource', 'target', 'averageUtilization');
}

/** An autoscaler's status after it has decided. */
export function autoscalerStatus(
  autoscaler: KubernetesObject,
  options: {
    decision: AutoscalerDecision;
    workload: KubernetesObject;
    now: number;
  },
): JsonObject {
  const { decision, workload, now } = options;
  const before = objectAt(autoscaler, 'status');
  const current = numberAt(workload, 'spec', 'replicas') ?? 0;
  const isRescaled = decision.replicas !== current;
  const able = isRescaled
    ? {
        reason: 'SucceededRescale',
        message: `the HPA controller was able to update the target scale to ${decision.replicas}`,
      }
    : decision.able;
  const { isLimited, ...limited } = decision.limited;
  return {
    ...(isRescaled || before.lastScaleTime
      ? { lastScaleTime: isRescaled ? rfc3339(now) : before.lastScaleTime }
      : {}),
    currentReplicas: numberAt(workload, 'status', 'replicas') ?? 0,
    desiredReplicas: decision.replicas,
    currentMetrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          current: {
            averageUtilization: decision.utilization,
            averageValue: `${Math.round(
              (requestMillis(workload) * decision.utilization) / 100,
            )}m`,
          },
        },
      },
    ],
    conditions: [
      condition(before, 'AbleToScale', true, able, now),
      condition(before, 'ScalingActive', true, VALID, now),
      condition(before, 'ScalingLimited', isLimited, limited, now),
    ],
  };
}

/** An autoscaler's status where it cannot or may not decide. */
export function idleStatus(
  autoscaler: KubernetesObject,
  why: { reason: string; message: string },
  now: number,
): JsonObject {
  const before = objectAt(autoscaler, 'status');
  return {
    ...before,
    currentReplicas: before.currentReplicas ?? 0,
    desiredReplicas: before.desiredReplicas ?? 0,
    conditions: [
      condition(
        before,
        'AbleToScale',
        true,
        {
          reason: 'SucceededGetScale',
          message:
            "the HPA controller was able to get the target's current scale",
        },
        now,
      ),
      condition(before, 'ScalingActive', false, why, now),
    ],
  };
}

function condition(
  before: JsonObject,
  type: string,
  isTrue: boolean,
  why: { reason: string; message: string },
  now: number,
): JsonObject {
  const status = isTrue ? 'True' : 'False';
  const old = listAt(before, 'conditions').find(
    candidate => candidate.type === type,
  );
  return {
    type,
    status,
    lastTransitionTime:
      old?.status === status ? old.lastTransitionTime : rfc3339(now),
    ...why,
  };
}

function requestMillis(workload: KubernetesObject): number {
  const [container] = listAt(
    workload,
    'spec',
    'template',
    'spec',
    'containers',
  );
  const text = textAt(container, 'resources', 'requests', 'cpu') ?? '';
  const [, amount, milli] = /^([\d.]+)(m?)$/.exec(text) ?? [];
  if (!amount) return DEFAULT_REQUEST_MILLIS;
  return Number(amount) * (milli ? 1 : 1000);
}
