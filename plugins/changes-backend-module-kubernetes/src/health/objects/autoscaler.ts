import {
  HORIZONTAL_POD_AUTOSCALER,
  numberOf,
  objectAt,
  textOf,
} from '../../kinds';
import { NOTHING, type Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';
import {
  conditionText,
  standingCondition,
  type StandingCondition,
} from './standingCondition';

/** An autoscaler that needs no more than it may have opens nothing; one that is open lasts as long as it is at its maximum. */
const SATISFIED_SECONDS = 30 * 86_400;

/** What the controller begins every such message with. */
const PREAMBLE = /^the HPA was unable to compute the replica count: /;

export type AutoscalerStanding = {
  target: { kind: string; name: string };
  min: number;
  max: number;
  current: number;
  /** When it last changed the number of replicas. */
  scaledAt?: string;
  /** It would have more replicas if it might. */
  limited?: StandingCondition;
  /** It cannot tell how many it needs. */
  blind?: StandingCondition;
};

type Facts = ObjectFacts<AutoscalerStanding>;

/**
 * An autoscaler that has been at its maximum for long: what more comes finds no more pods. As kubernetes-mixin's `KubeHpaMaxedOut`, but
 * told only where it wants more (condition `ScalingLimited`, reason `TooManyReplicas`). One that may not scale at all, its bounds being
 * the same, is at its maximum on purpose.
 */
export const autoscalerMax: Detector<Facts> = {
  name: 'autoscaler-max',
  detect({ object, standing }, _now, { autoscaler: { afterSeconds } }) {
    const { min, max, current, limited, scaledAt } = standing;
    if (min >= max || current < max) return NOTHING;
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `autoscaler ${object.name} is at its maximum of ${max} replicas and wants more`,
          since: scaledAt ?? limited?.since,
          afterSeconds: limited ? afterSeconds : SATISFIED_SECONDS,
          evidence: [
            { label: 'Replicas', text: `${current} of ${min}–${max}` },
            {
              label: 'Condition',
              text: limited
                ? conditionText(limited)
                : 'needs no more at the moment',
            },
          ],
        },
      ],
    };
  },
};

/**
 * An autoscaler that cannot read its metrics keeps the replicas as they are, whatever load comes. Its condition `ScalingActive` says so;
 * false with the reason `ScalingDisabled` it means that somebody scaled the workload to zero. New pods have no metrics for a while.
 */
export const autoscalerMetrics: Detector<Facts> = {
  name: 'autoscaler-metrics',
  detect(
    { object, standing: { blind } },
    _now,
    { autoscalerMetrics: { afterSeconds } },
  ) {
    if (!blind) return NOTHING;
    const reason = blind.message?.replace(PREAMBLE, '') ?? blind.reason;
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title: `autoscaler ${object.name} cannot read its metrics${
            reason ? `: ${reason.slice(0, 200)}` : ''
          }`,
          since: blind.since,
          afterSeconds,
          evidence: [{ label: 'Condition', text: conditionText(blind) }],
        },
      ],
    };
  },
};

export const AUTOSCALER_ASPECT: Aspect<AutoscalerStanding> = {
  name: 'autoscaler',
  kind: HORIZONTAL_POD_AUTOSCALER,
  read(object) {
    const spec = objectAt(object, 'spec');
    const status = objectAt(object, 'status');
    const target = objectAt(spec, 'scaleTargetRef');
    const [min, max, current] = [
      numberOf(spec.minReplicas) ?? 1,
      numberOf(spec.maxReplicas) ?? 1,
      numberOf(status.currentReplicas) ?? 0,
    ];
    const active = standingCondition(object, 'ScalingActive');
    const isBlind =
      active?.status === 'False' && active.reason !== 'ScalingDisabled';
    const isAtMaximum = min < max && current >= max;
    if (!isBlind && !isAtMaximum) return undefined;
    const limited = standingCondition(object, 'ScalingLimited');
    const wantsMore =
      limited?.status === 'True' && limited.reason === 'TooManyReplicas';
    const scaledAt = textOf(status.lastScaleTime);
    return {
      target: {
        kind: textOf(target.kind) ?? '',
        name: textOf(target.name) ?? '',
      },
      min,
      max,
      current,
      ...(scaledAt ? { scaledAt } : {}),
      ...(isAtMaximum && wantsMore ? { limited } : {}),
      ...(isBlind ? { blind: active } : {}),
    };
  },
  workloads: ({ namespace }, { target }, surroundings) =>
    surroundings
      .workloads(namespace)
      .filter(
        ({ type, name }) => type.kind === target.kind && name === target.name,
      ),
  detectors: [autoscalerMax, autoscalerMetrics],
};
