import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { NodeCondition, NodeObject } from '../kinds';

/** What a node's condition means when it is bad. */
export interface BadCondition {
  /** Follows "node n1 is" or "node n1 was". */
  words: string;
  severity: Observation['severity'];
}

/** Conditions of Kubernetes itself and of node-problem-detector that are bad when they are true. */
const BAD_WHEN_TRUE: Record<string, BadCondition> = {
  MemoryPressure: { words: 'short of memory', severity: 'warning' },
  DiskPressure: { words: 'short of disk space', severity: 'warning' },
  PIDPressure: { words: 'short of process ids', severity: 'warning' },
  NetworkUnavailable: { words: 'without a network', severity: 'error' },
  KernelDeadlock: { words: 'in a kernel deadlock', severity: 'error' },
  ReadonlyFilesystem: {
    words: 'unable to write to its file system',
    severity: 'error',
  },
  CorruptDockerOverlay2: { words: 'holding corrupt layers', severity: 'error' },
  FrequentKubeletRestart: {
    words: 'restarting its kubelet again and again',
    severity: 'warning',
  },
  FrequentContainerdRestart: {
    words: 'restarting its container runtime again and again',
    severity: 'warning',
  },
  FrequentDockerRestart: {
    words: 'restarting its container runtime again and again',
    severity: 'warning',
  },
};

const NOT_READY: BadCondition = { words: 'not ready', severity: 'error' };
const SILENT: BadCondition = {
  words: 'not ready: its kubelet is silent',
  severity: 'error',
};

/**
 * Whether a condition is bad: undefined where that cannot be told, as when the kubelet is silent and only `Ready` says so.
 */
export function badnessOf(
  type: string,
  { status }: NodeCondition,
): BadCondition | 'fine' | undefined {
  if (type === 'Ready') {
    if (status === 'True') return 'fine';
    return status === 'Unknown' ? SILENT : NOT_READY;
  }
  const known = Object.hasOwn(BAD_WHEN_TRUE, type)
    ? BAD_WHEN_TRUE[type]
    : undefined;
  if (known) {
    if (status === 'True') return known;
    return status === 'False' ? 'fine' : undefined;
  }
  // Agents of clouds name what should be true: `NetworkingReady`, `StorageReady`.
  if (!/(Ready|Healthy)$/.test(type)) return undefined;
  if (status === 'True') return 'fine';
  return status === 'False'
    ? { words: `not ${type}`, severity: 'warning' }
    : undefined;
}

/** Whether it can be expected of a node that it is well: one that has just come, or is about to go, is not. */
export function isInService(
  node: Pick<NodeObject, 'isCordoned' | 'isGoing'>,
  wasReady: boolean,
): boolean {
  return wasReady && !node.isCordoned && !node.isGoing;
}
