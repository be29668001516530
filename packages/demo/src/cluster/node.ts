import { rfc3339 } from './store/index.ts';

const CAPACITY = { cpu: '16', memory: '64Gi', pods: '250' };

export function nodeManifest(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
    },
    spec: {},
  };
}

/** A node that has been well ever since. */
export function nodeStatus(now: number): object {
  return {
    allocatable: CAPACITY,
    capacity: CAPACITY,
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastTransitionTime: rfc3339(now),
      },
    ],
  };
}
