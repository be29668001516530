import { HELM_RELEASE } from '../../delivery/flux/helmReleaseKind';
import { KUSTOMIZATION } from '../../delivery/flux/kustomizationKind';
import { objectAt, type Kind, type KubernetesObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';
import {
  conditionText,
  standingCondition,
  type StandingCondition,
} from './standingCondition';

/** It waits for another one, which is told of, or has only just begun. */
const NO_FAILURES = new Set([
  'DependencyNotReady',
  'Progressing',
  'ProgressingWithRetry',
  'ArtifactFailedRetry',
]);

/** What Flux cannot apply. */
export type FluxStanding = {
  ready: StandingCondition;
  /** Flux will not try again before something changes. */
  isStalled: boolean;
};

type Facts = ObjectFacts<FluxStanding>;

/** What Flux should apply and cannot: its condition `Ready` is false for long. One that is suspended is left as it is on purpose. */
function fluxDegraded(what: string): Detector<Facts> {
  return {
    name: 'delivery-degraded',
    detect({ object, standing }, _now, { delivery: { degradedAfterSeconds } }) {
      const { ready, isStalled } = standing;
      const why = ready.message ?? ready.reason;
      return {
        findings: [
          {
            cause: '',
            severity: 'warning',
            title: `Flux cannot apply ${what} ${object.name}${
              why ? `: ${why.slice(0, 200)}` : ''
            }`,
            since: ready.since,
            afterSeconds: degradedAfterSeconds,
            evidence: [
              { label: 'Condition', text: `Ready: ${conditionText(ready)}` },
              ...(isStalled
                ? [{ label: 'Retries', text: 'none until something changes' }]
                : []),
            ],
          },
        ],
      };
    },
  };
}

function read(object: KubernetesObject): FluxStanding | undefined {
  const isIdle =
    objectAt(object, 'spec').suspend === true ||
    object.metadata.deletionTimestamp !== undefined;
  const ready = standingCondition(object, 'Ready');
  if (isIdle || ready?.status !== 'False') return undefined;
  if (NO_FAILURES.has(ready.reason ?? '')) return undefined;
  const isStalled = standingCondition(object, 'Stalled')?.status === 'True';
  return { ready, isStalled };
}

/** @param group - of its labels, which Flux puts on all that it applies */
function fluxAspect(
  name: string,
  kind: Kind,
  group: string,
  what: string,
): Aspect<FluxStanding> {
  return {
    name,
    kind,
    read,
    workloads: (object, _standing, surroundings) =>
      surroundings
        .everyWorkload()
        .filter(
          ({ traits: { labels } }) =>
            labels[`${group}/name`] === object.name &&
            labels[`${group}/namespace`] === object.namespace,
        ),
    detectors: [fluxDegraded(what)],
  };
}

export const KUSTOMIZATION_ASPECT = fluxAspect(
  'kustomization',
  KUSTOMIZATION,
  'kustomize.toolkit.fluxcd.io',
  'kustomization',
);

export const HELM_RELEASE_ASPECT = fluxAspect(
  'helmrelease',
  HELM_RELEASE,
  'helm.toolkit.fluxcd.io',
  'Helm release',
);
