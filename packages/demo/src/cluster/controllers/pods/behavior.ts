import type { KubernetesObject } from '../../KubernetesObject.ts';

const PREFIX = 'demo.ripple.dev';

/** On a pod or a pod template: what becomes of it. */
export const BEHAVIOR_ANNOTATION = `${PREFIX}/behavior`;
/** How long its containers take to start. */
export const START_SECONDS_ANNOTATION = `${PREFIX}/start-seconds`;
/** How long its containers run before they end, where they do. */
export const RUN_SECONDS_ANNOTATION = `${PREFIX}/run-seconds`;

export const BEHAVIORS = [
  /** Starts and stays. */
  'ready',
  /** Ends with exit code 1 again and again. */
  'crash',
  /** Is killed for its memory again and again. */
  'oom',
  /** Runs, but its readiness probe fails. */
  'not-ready',
  /** Its image cannot be pulled. */
  'no-pull',
  /** Its containers never get created. */
  'hang',
  /** Ends with exit code 0, as a Job's pod does. */
  'complete',
  /** Ends with exit code 1; without a restart where its policy says so. */
  'fail',
] as const;

export type Behavior = (typeof BEHAVIORS)[number];

const RUN_SECONDS: Partial<Record<Behavior, number>> = {
  complete: 20,
  crash: 3,
  fail: 5,
  oom: 12,
};
/** Pods start within these, each after a time of its own. */
const START_MS = { least: 1_500, most: 4_500 };
const STOP_MS = { least: 700, most: 2_500 };

/** What a pod does; a pod that is not to be restarted completes unless something else is asked for. */
export function behaviorOf(pod: KubernetesObject): Behavior {
  const asked = pod.metadata.annotations?.[BEHAVIOR_ANNOTATION];
  const known = BEHAVIORS.find(behavior => behavior === asked);
  const { restartPolicy } = Object(pod.spec);
  return known ?? (restartPolicy === 'Always' ? 'ready' : 'complete');
}

export function startMs(pod: KubernetesObject): number {
  return (
    secondsIn(pod, START_SECONDS_ANNOTATION) ??
    between(START_MS, `start ${pod.metadata.uid}`)
  );
}

export function runMs(pod: KubernetesObject): number {
  return (
    secondsIn(pod, RUN_SECONDS_ANNOTATION) ??
    (RUN_SECONDS[behaviorOf(pod)] ?? 0) * 1000
  );
}

/** How long its containers take to end. */
export function stopMs(pod: KubernetesObject): number {
  return between(STOP_MS, `stop ${pod.metadata.uid}`);
}

function secondsIn(
  { metadata }: KubernetesObject,
  annotation: string,
): number | undefined {
  const seconds = Number(metadata.annotations?.[annotation] ?? NaN);
  return seconds >= 0 && seconds < 86_400 ? seconds * 1000 : undefined;
}

/** A number between two, the same for the same text. */
function between(
  { least, most }: { least: number; most: number },
  text: string,
): number {
  let hash = 7;
  for (const letter of text) {
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  }
  return least + (hash % (most - least));
}
