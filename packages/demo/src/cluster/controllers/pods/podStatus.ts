import { type JsonObject, at, listAt, objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** How a pod's first container is; any others run while it has once been started. */
export interface ContainerSituation {
  phase: Phase;
  /** `{ waiting }`, `{ running }` or `{ terminated }`. */
  state: JsonObject;
  ready: boolean;
  restarts: number;
  /** How it ended before, where it did. */
  lastState: JsonObject;
}

/** A pod's status as a kubelet reports it. */
export function podStatus(
  pod: KubernetesObject,
  situation: ContainerSituation,
  now: number,
): JsonObject {
  const { phase, ready } = situation;
  const before = objectAt(pod, 'status');
  const containers = listAt(pod, 'spec', 'containers');
  const statuses = containers.map((container, index) =>
    containerStatus(pod, container, situation, index > 0, now),
  );
  const unready = statuses
    .filter(status => !status.ready)
    .map(({ name }) => name);
  const notReady =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : {
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        };
  const conditions: [string, boolean, object?][] = [
    ['PodReadyToStartContainers', phase === 'Running'],
    ['Initialized', true],
    ['Ready', ready, notReady],
    ['ContainersReady', ready, notReady],
    ['PodScheduled', true],
  ];
  const isPlaced = phase !== 'Pending' || before.podIP !== undefined;
  const ip = podIp(pod.metadata.uid);
  return {
    phase,
    conditions: conditions.map(([type, isTrue, why]) =>
      condition(pod, type, isTrue, why, now),
    ),
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    ...(isPlaced ? { podIP: ip, podIPs: [{ ip }] } : {}),
    startTime: before.startTime ?? rfc3339(now),
    containerStatuses: statuses,
    qosClass: before.qosClass,
  };
}

/** A pod's conditions with one of them replaced, as the scheduler does. */
export function scheduledStatus(
  pod: KubernetesObject,
  now: number,
): JsonObject {
  return {
    ...objectAt(pod, 'status'),
    conditions: [condition(pod, 'PodScheduled', true, undefined, now)],
  };
}

function condition(
  pod: KubernetesObject,
  type: string,
  isTrue: boolean,
  why: object | undefined,
  now: number,
): JsonObject {
  const status = isTrue ? 'True' : 'False';
  const old = listAt(pod, 'status', 'conditions').find(
    candidate => candidate.type === type,
  );
  return {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime:
      old?.status === status ? old.lastTransitionTime : rfc3339(now),
    ...(isTrue ? {} : why),
  };
}

function containerStatus(
  pod: KubernetesObject,
  { name, image }: JsonObject,
  situation: ContainerSituation,
  isSidecar: boolean,
  now: number,
): JsonObject {
  const { phase, ready, restarts, lastState } = situation;
  const sidecarRuns = isSidecar && phase === 'Running';
  const before = listAt(pod, 'status', 'containerStatuses').find(
    status => status.name === name,
  );
  const state = sidecarRuns
    ? {
        running: at(before, 'state', 'running') ?? { startedAt: rfc3339(now) },
      }
    : situation.state;
  const isRunning = 'running' in state;
  return {
    name,
    state,
    lastState: isSidecar ? {} : lastState,
    ready: sidecarRuns || ready,
    restartCount: isSidecar ? 0 : restarts,
    image,
    imageID: isRunning ? `demo://${image}` : '',
    ...(isRunning ? { containerID: `demo://${pod.metadata.uid}/${name}` } : {}),
    started: isRunning,
  };
}

function podIp(uid: string): string {
  const [a, b, c] = [0, 2, 4].map(index =>
    parseInt(uid.slice(index, index + 2), 16),
  );
  return `10.${128 + (a % 64)}.${b}.${c}`;
}
