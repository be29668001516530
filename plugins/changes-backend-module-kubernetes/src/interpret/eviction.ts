import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { NODE, type Disruption, type PodObject } from '../kinds';
import { tell } from './change';
import { momentAt, subjectOf, type Sighting } from './Sighting';

/** Pods that are made to go within this time after one another are one event. */
const QUIET_MS = 10 * 60_000;
/** What never rests is a new event this often. */
const RUN_MAX_MS = 60 * 60_000;
const PODS_MAX = 100;

/** Who made pods go, by the reason that their condition gives. Others follow from what is told of the node. */
const WAYS: Record<string, Way> = {
  EvictionByEvictionAPI: {
    done: 'evicted',
    severity: 'info',
  },
  PreemptionByScheduler: {
    done: 'preempted by pods of higher priority',
    severity: 'warning',
  },
  TerminationByKubelet: {
    done: 'ended by the kubelet',
    severity: 'warning',
  },
};

interface Way {
  done: string;
  severity: Observation['severity'];
}

/** Pods that were made to go, one after another, in one way and place. */
export interface Evictions {
  key: string;
  reason: string;
  start: string;
  lastAt: string;
  count: number;
  /** Of many, the first ones. */
  pods: { name: string; node: string }[];
  nodes: string[];
  message?: string;
}

/** A pod that was made to go. */
export interface EvictedPod {
  pod: PodObject & { node: string; disruption: Disruption };
  /** Its workload, as a subject. */
  workload: string | undefined;
  /** The pool that its node is of. */
  pool: string | undefined;
}

/** Whether a pod is made to go by somebody of whom nothing else tells. */
export function isEvicted(pod: PodObject): pod is EvictedPod['pod'] {
  return (
    pod.node !== undefined &&
    pod.disruption !== undefined &&
    Object.hasOwn(WAYS, pod.disruption.reason)
  );
}

/** Evictions of one way and place are told together. */
export function evictionsId({ pod, pool }: EvictedPod): string {
  return `${pod.disruption.reason} ${
    pool === undefined ? `node:${pod.node}` : `pool:${pool}`
  }`;
}

export function podEvicted(
  before: Evictions | undefined,
  { pod, workload, pool }: EvictedPod,
  sighting: Sighting,
): { known: Evictions; observation: Observation } {
  const { disruption, node, name, namespace } = pod;
  const { start: at } = momentAt(disruption.at, sighting);
  const time = Date.parse(at);
  const isSame =
    before !== undefined &&
    time - Date.parse(before.lastAt) < QUIET_MS &&
    time - Date.parse(before.start) < RUN_MAX_MS;
  const run: Evictions = isSame
    ? before
    : {
        key: `${pod.uid}/evicted`,
        reason: disruption.reason,
        start: at,
        lastAt: at,
        count: 0,
        pods: [],
        nodes: [],
      };
  const known: Evictions = {
    ...run,
    lastAt: time > Date.parse(run.lastAt) ? at : run.lastAt,
    count: run.count + 1,
    pods: [...run.pods, { name: `${namespace ?? ''}/${name}`, node }].slice(
      0,
      PODS_MAX,
    ),
    nodes: [...new Set([...run.nodes, node])],
    message: run.message ?? disruption.message,
  };
  const { severity } = WAYS[known.reason];
  const observation = tell(
    {
      key: known.key,
      kind: 'node',
      title: titleOf(known, pool),
      severity,
      subjects: [
        subjectOf(sighting, NODE, { name: node }),
        ...(workload === undefined ? [] : [workload]),
      ],
      moment: { start: known.start },
      end: { at: known.lastAt, status: 'succeeded' },
      evidence: known.pods.map(({ name: podName, node: of }) => ({
        label: podName.slice(0, 100),
        text: `on ${of}`,
      })),
    },
    { uid: pod.uid, name: node, resourceVersion: pod.resourceVersion },
    sighting,
  );
  return { known, observation };
}

/** `3 pods evicted from node n1`, `2 pods ended by the kubelet on node n1: The node was low on resource: memory.` */
function titleOf(
  { reason, count, nodes, message }: Evictions,
  pool: string | undefined,
): string {
  const { done } = WAYS[reason];
  const place =
    nodes.length === 1
      ? `node ${nodes[0]}`
      : `${nodes.length} nodes of pool ${pool}`;
  const why =
    reason === 'TerminationByKubelet' && message !== undefined
      ? `: ${message.split(/(?<=\.)\s/)[0]}`
      : '';
  return `${count} ${count === 1 ? 'pod' : 'pods'} ${done} ${
    done === 'evicted' ? 'from' : 'on'
  } ${place}${why}`;
}
