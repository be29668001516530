import { rfc3339 } from './store/index.ts';

const CAPACITY = { cpu: '16', memory: '64Gi', pods: '250' };
const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function nodeManifest(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'eks.amazonaws.com/nodegroup': 'general',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm7i.4xlarge',
      },
    },
    spec: {},
  };
}

/** A node that has been well ever since. */
export function nodeStatus(now: number, version: string): object {
  const lastTransitionTime = rfc3339(now);
  return {
    allocatable: CAPACITY,
    capacity: CAPACITY,
    conditions: [
      ...PRESSURES.map(type => ({
        type,
        status: 'False',
        reason: `KubeletHasNo${type}`,
        message: `kubelet has no ${type}`,
        lastTransitionTime,
      })),
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastTransitionTime,
      },
    ],
    nodeInfo: {
      architecture: 'amd64',
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.12.46-66.121.amzn2023.x86_64',
      kubeletVersion: version,
      operatingSystem: 'linux',
      osImage: 'Amazon Linux 2023.9.20251110',
    },
  };
}
