import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { ContainerState, PodObject, ProbeName } from '../../kinds';
import type { Detector } from '../Detector';
import type { HealthSettings } from '../HealthSettings';
import type { WarningEvent } from '../WarningEvent';
import type { WorkloadFacts } from '../WorkloadFacts';
import {
  containersEvidence,
  eventsEvidence,
  logOf,
  messageEvidence,
  nodesEvidence,
  type ContainerSign,
} from './evidence';
import { probeAnswer, probeFailures } from './probeAnswer';
import { isRecovering, recoveredAt } from './recovery';
import { detectionOf, livingPods, recheckedAt } from './signs';

/** The kubelet writes at most one Event in 5 minutes about a pod once it has written 25. */
const FRESH_MS = 10 * 60_000;

/**
 * A container that runs and does not say that it is ready. One that was ready before counts soon; one that never was may still be on its
 * way up. Whether a startup probe has succeeded first is another detector's.
 */
export const readinessProbe: Detector<WorkloadFacts> = {
  name: 'probe-readiness',
  yieldsTo: ['oom-killed', 'probe-startup', 'probe-liveness', 'crash-loop'],
  detect(facts, now, { probe: { afterSeconds, startingSeconds } }) {
    const signs = livingPods(facts).flatMap(pod =>
      pod.containers.flatMap((container): ContainerSign[] => {
        const { unreadySince: runsSince, isStarting, probes } = container;
        const probe = probes?.readiness;
        if (!probe || runsSince === undefined || isStarting) return [];
        const wasReady =
          pod.unreadySince !== undefined &&
          Date.parse(pod.unreadySince) > Date.parse(runsSince);
        return [
          {
            pod,
            container,
            cause: container.name,
            since: wasReady ? pod.unreadySince : runsSince,
            afterSeconds: wasReady
              ? afterSeconds
              : Math.max(startingSeconds, probe.failsAfterSeconds),
          },
        ];
      }),
    );
    return detectionOf(signs, facts, now, group => ({
      title: `${group[0].cause} fails its readiness probe${answerOf(
        group,
        facts,
        'readiness',
      )}`,
      evidence: evidenceOf(group, facts, 'readiness'),
    }));
  },
};

/**
 * A container that the kubelet kills because it fails its liveness probe. That it does, only Events tell: how it ended looks like a crash.
 */
export const livenessProbe: Detector<WorkloadFacts> = {
  name: 'probe-liveness',
  detect(facts, now, settings) {
    return killedBy('liveness', facts, now, settings, name => ({
      title: `${name} is killed again and again for failing its liveness probe`,
      once: `${name} was killed for failing its liveness probe`,
    }));
  },
};

/** A container that is killed because it does not come up within the time that its startup probe gives it. */
export const startupProbe: Detector<WorkloadFacts> = {
  name: 'probe-startup',
  detect(facts, now, settings) {
    return killedBy('startup', facts, now, settings, name => ({
      title: `${name} does not come up in the time that its startup probe gives it`,
      once: `${name} did not come up in the time that its startup probe gives it`,
    }));
  },
};

interface KilledSign extends ContainerSign {
  failures: WarningEvent[];
}

function killedBy(
  probe: 'liveness' | 'startup',
  facts: WorkloadFacts,
  now: string,
  settings: HealthSettings,
  words: (container: string) => { title: string; once: string },
): ReturnType<Detector<WorkloadFacts>['detect']> {
  const at = Date.parse(now);
  const signs = livingPods(facts).flatMap(pod =>
    pod.containers.flatMap((container): KilledSign[] => {
      const failures = probeFailures(
        facts.warnings(pod.uid),
        probe,
        container.name,
      ).filter(({ lastAt }) => Date.parse(lastAt) + FRESH_MS > at);
      return failures.length > 0 &&
        wasKilled(pod, container, failures, at, settings)
        ? [
            {
              pod,
              container,
              failures,
              cause: container.name,
              since: onsetOf(failures[0], container),
            },
          ]
        : [];
    }),
  );
  const detection = detectionOf(signs, facts, now, group => {
    const [{ cause }] = group;
    const { title, once } = words(cause);
    const isOften = group.some(({ container }) => container.restarts > 1);
    return {
      title: `${isOften ? title : once}${answerOf(group, facts, probe)}`,
      log: logOf(group),
      evidence: evidenceOf(group, facts, probe),
    };
  });
  return recheckedAt(
    detection,
    signs.flatMap(({ pod, container, failures }) => [
      ...failures.map(({ lastAt }) => Date.parse(lastAt) + FRESH_MS),
      ...recoveredAt(pod, { ...container, restarts: 2 }, at, settings),
    ]),
  );
}

/** It ended, after the probe had failed, and has not been well for long since. */
function wasKilled(
  pod: PodObject,
  container: ContainerState,
  failures: readonly WarningEvent[],
  now: number,
  settings: HealthSettings,
): boolean {
  const endedAt = Date.parse(container.ended?.at ?? '');
  return (
    container.restarts > 0 &&
    failures.some(({ firstAt }) => Date.parse(firstAt) <= endedAt) &&
    isRecovering(pod, { ...container, restarts: 2 }, now, settings)
  );
}

/** The first failure of those that came together; of a series that has gone on for long, the end that followed. */
function onsetOf(
  { firstAt, lastAt }: WarningEvent,
  { ended }: ContainerState,
): string | undefined {
  const isOneSeries = Date.parse(lastAt) - Date.parse(firstAt) < FRESH_MS;
  return isOneSeries ? firstAt : ended?.at;
}

function answerOf(
  group: readonly ContainerSign[],
  facts: WorkloadFacts,
  probe: ProbeName,
): string {
  const [failure] = failuresOf(group, facts, probe);
  const answer = failure && probeAnswer(failure.message);
  return answer ? `: ${answer}` : '';
}

function evidenceOf(
  group: readonly ContainerSign[],
  facts: WorkloadFacts,
  probe: ProbeName,
): Evidence[] {
  const asked = group[0].container.probes?.[probe];
  return [
    ...containersEvidence(group),
    ...(asked ? [{ label: 'Probe', text: `${probe}: ${asked.words}` }] : []),
    ...messageEvidence(
      'Answer',
      failuresOf(group, facts, probe)
        .slice(0, 1)
        .map(({ message }) => message),
    ),
    ...eventsEvidence(group, facts),
    ...nodesEvidence(group, facts),
  ];
}

function failuresOf(
  group: readonly ContainerSign[],
  facts: WorkloadFacts,
  probe: ProbeName,
): WarningEvent[] {
  return group
    .slice(0, 10)
    .flatMap(({ pod, container }) =>
      probeFailures(facts.warnings(pod.uid), probe, container.name),
    );
}
