/** Metrics this close to their target change nothing. */
const TOLERANCE = 0.1;
const STABILIZATION_MS = 300_000;

/** CPU that pods use, in percent of what they request: each of them, or all together. */
export type Usage = { perPod: number } | { total: number };

/** How many replicas were recommended at a time. */
export interface Recommendation {
  at: number;
  replicas: number;
}

export interface AutoscalerInput {
  min: number;
  max: number;
  /** Percent of what the pods request. */
  target: number;
  /** What the workload wants now. */
  current: number;
  ready: number;
  usage: Usage;
  /** Of the last minutes. */
  recommended: Recommendation[];
  now: number;
}

/** What the autoscaler wants, and why it is no more and no less. */
export interface AutoscalerDecision {
  replicas: number;
  /** Percent of what the pods request, on average. */
  utilization: number;
  able: { reason: string; message: string };
  limited: { isLimited: boolean; reason: string; message: string };
  /** To be remembered for the next decisions. */
  recommended: Recommendation[];
}

/**
 * How many replicas a workload is to have, by the rules of the autoscaler with its default behaviour.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function decideReplicas(input: AutoscalerInput): AutoscalerDecision {
  const { min, max, current, now } = input;
  const utilization = utilizationOf(input);
  const proposed = proposedReplicas(input, utilization);
  const recommended = [
    ...input.recommended.filter(({ at }) => at > now - STABILIZATION_MS),
    { at: now, replicas: proposed },
  ];
  // Down only as far as all recommendations of late agree.
  const highest = Math.max(...recommended.map(({ replicas }) => replicas));
  const isHeld = proposed < current && highest > proposed;
  const stable = isHeld ? Math.min(highest, current) : proposed;

  const fastest = Math.max(current + 4, current * 2);
  const ceiling = Math.min(max, fastest);
  const replicas = Math.max(Math.min(stable, ceiling), min);
  return {
    replicas,
    utilization,
    able: isHeld
      ? {
          reason: 'ScaleDownStabilized',
          message:
            'recent recommendations were higher than current one, applying the highest recent recommendation',
        }
      : {
          reason: 'ReadyForNewScale',
          message: 'recommended size matches current size',
        },
    limited: limitOf({ stable, min, max, fastest }),
    recommended,
  };
}

function utilizationOf({ usage, ready }: AutoscalerInput): number {
  return Math.round(
    'perPod' in usage ? usage.perPod : usage.total / Math.max(1, ready),
  );
}

function proposedReplicas(
  { target, current, ready }: AutoscalerInput,
  utilization: number,
): number {
  const ratio = utilization / target;
  if (Math.abs(ratio - 1) <= TOLERANCE) return current;
  const proposed = Math.ceil(ratio * ready);
  // Pods that are not ready yet count as idle: they may not turn a rise into a fall.
  const isContrary = ratio > 1 ? proposed < current : proposed > current;
  return isContrary ? current : proposed;
}

function limitOf({
  stable,
  min,
  max,
  fastest,
}: {
  stable: number;
  min: number;
  max: number;
  fastest: number;
}): AutoscalerDecision['limited'] {
  if (stable > Math.min(max, fastest)) {
    return fastest < max
      ? {
          isLimited: true,
          reason: 'ScaleUpLimit',
          message:
            'the desired replica count is increasing faster than the maximum scale rate',
        }
      : {
          isLimited: true,
          reason: 'TooManyReplicas',
          message:
            'the desired replica count is more than the maximum replica count',
        };
  }
  if (stable < min) {
    return {
      isLimited: true,
      reason: 'TooFewReplicas',
      message:
        'the desired replica count is less than the minimum replica count',
    };
  }
  return {
    isLimited: false,
    reason: 'DesiredWithinRange',
    message: 'the desired count is within the acceptable range',
  };
}
