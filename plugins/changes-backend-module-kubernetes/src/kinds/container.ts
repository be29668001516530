import type { JsonObject } from '@backstage/types';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { probesOf, type Probes } from './probe';

/** A container in which something ended, or that is not as it should be. */
export interface ContainerState {
  name: string;
  restarts: number;
  /** It has to end before others are started. */
  isInit?: true;
  /** Why it does not run: `CrashLoopBackOff`. */
  waiting?: string;
  /** More of that, in the words of the kubelet. */
  message?: string;
  /** Where it waits: what it is to be made of. */
  image?: string;
  /** Since when it runs, where it is not ready. */
  unreadySince?: string;
  /** It runs, and its startup probe has not succeeded yet. */
  isStarting?: true;
  /** How it last ended, now or before the running attempt. */
  ended?: Ended;
  probes?: Probes;
  /** The memory that it may use, as it is written, where it has ended. */
  memoryLimit?: string;
}

/** The end of one attempt of a container. */
export interface Ended {
  reason: string;
  exitCode: number;
  at?: string;
  startedAt?: string;
  /** Why it could not be started, in the words of the container runtime. */
  message?: string;
}

/** The container could not be started: what ended was never the program, and the message is none of its own. */
const NEVER_RAN = new Set(['StartError', 'ContainerCannotRun']);
/** Init containers whose `restartPolicy` is this are sidecars: they run beside the others. */
const SIDECAR = 'Always';

/** The containers of a pod of which there is something to say. Of nearly all pods there are none. */
export function containersOf(
  pod: KubernetesObject,
  clean: (value: unknown) => string | undefined,
): ContainerState[] {
  return [
    ...statesOf(pod, 'initContainers', clean),
    ...statesOf(pod, 'containers', clean),
  ];
}

function statesOf(
  pod: KubernetesObject,
  list: 'initContainers' | 'containers',
  clean: (value: unknown) => string | undefined,
): ContainerState[] {
  const statuses =
    list === 'containers' ? 'containerStatuses' : 'initContainerStatuses';
  return listAt(pod, 'status', statuses).flatMap(status => {
    const name = textOf(status.name) ?? '';
    const spec = () =>
      listAt(pod, 'spec', list).find(container => container.name === name) ??
      {};
    const isInit =
      list === 'initContainers' && spec().restartPolicy !== SIDECAR;
    const ended = endedOf(status, clean);
    const waiting = objectAt(status, 'state', 'waiting');
    const reason = textOf(waiting.reason);
    const runs = textOf(objectAt(status, 'state', 'running').startedAt);
    const isUnready = runs !== undefined && status.ready !== true && !isInit;
    const isTroubled =
      reason !== undefined ||
      isUnready ||
      (ended !== undefined && !(isInit && ended.exitCode === 0));
    if (!isTroubled) return [];
    return {
      name,
      restarts: numberOf(status.restartCount) ?? 0,
      ...(isInit ? { isInit } : {}),
      ...(reason === undefined
        ? {}
        : {
            waiting: reason,
            message: clean(waiting.message),
            image: textOf(spec().image),
          }),
      ...(isUnready ? { unreadySince: runs } : {}),
      ...(runs !== undefined && status.started === false
        ? { isStarting: true as const }
        : {}),
      ...(isUnready || ended ? { probes: probesOf(spec(), clean) } : {}),
      ...(ended ? { ended, memoryLimit: memoryLimitOf(spec()) } : {}),
    };
  });
}

function endedOf(
  status: JsonObject,
  clean: (value: unknown) => string | undefined,
): Ended | undefined {
  const now = objectAt(status, 'state', 'terminated');
  const before = objectAt(status, 'lastState', 'terminated');
  const ended = numberOf(now.exitCode) === undefined ? before : now;
  const exitCode = numberOf(ended.exitCode);
  if (exitCode === undefined) return undefined;
  const reason = textOf(ended.reason) ?? 'Error';
  return {
    reason,
    exitCode,
    at: textOf(ended.finishedAt),
    startedAt: textOf(ended.startedAt),
    ...(NEVER_RAN.has(reason) ? { message: clean(ended.message) } : {}),
  };
}

function memoryLimitOf(spec: JsonObject): string | undefined {
  const { memory } = objectAt(spec, 'resources', 'limits');
  return typeof memory === 'number' ? String(memory) : textOf(memory);
}
