import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kubernetesObject, readPod } from '../kinds';
import { isEvicted, podEvicted, type Evictions } from './eviction';

const WEB = 'kubernetes:prod-eu/shop/Deployment.apps/web';

const redactor = Redactor.create({});

interface Draft {
  reason: string;
  minute?: number;
  node?: string;
  message?: string;
}

/** A pod with the condition that a real control plane gave it. */
function pod({ reason, minute = 0, node = 'n1', message }: Draft) {
  const at = `2026-11-24T14:${String(minute).padStart(2, '0')}:00Z`;
  return readPod(
    kubernetesObject.parse({
      metadata: {
        name: `web-${node}-${minute}`,
        namespace: 'shop',
        uid: `web-${node}-${minute}`,
        resourceVersion: '838',
        ownerReferences: [
          { kind: 'ReplicaSet', name: 'web-1', uid: 'rs', controller: true },
        ],
      },
      spec: { nodeName: node },
      status: {
        message,
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason,
            lastTransitionTime: at,
          },
        ],
      },
    }),
    redactor,
  )!;
}

/** The events that evictions come to: the last word of each. */
function play(drafts: Draft[], pool?: string): Observation[] {
  let known: Evictions | undefined;
  const told = new Map<string, Observation>();
  for (const draft of drafts) {
    const evicted = pod(draft);
    if (!isEvicted(evicted)) continue;
    const seen = podEvicted(
      known,
      { pod: evicted, workload: WEB, pool },
      { cluster: 'prod-eu', now: '2026-11-24T15:00:00Z' },
    );
    known = seen.known;
    told.set(seen.observation.key, seen.observation);
  }
  return [...told.values()];
}

describe('pods that are made to go', () => {
  it.each([
    ['EvictionByEvictionAPI', '1 pod evicted from node n1', 'info'],
    [
      'PreemptionByScheduler',
      '1 pod preempted by pods of higher priority on node n1',
      'warning',
    ],
    [
      'TerminationByKubelet',
      '1 pod ended by the kubelet on node n1: The node was low on resource: memory.',
      'warning',
    ],
  ])('by %s: %s', (reason, title, severity) => {
    const message =
      'The node was low on resource: memory. Threshold quantity: 100Mi.';
    expect(play([{ reason, message }])).toMatchObject([
      {
        kind: 'node',
        title,
        severity,
        subjects: ['kubernetes:prod-eu/_/Node/n1', WEB],
        start: '2026-11-24T14:00:00Z',
        end: { at: '2026-11-24T14:00:00Z' },
        evidence: [{ label: 'shop/web-n1-0', text: 'on n1' }],
      },
    ]);
  });

  it.each(['DeletionByTaintManager', 'DeletionByPodGC'])(
    'by %s follow from what is told of the node',
    reason => expect(play([{ reason }])).toEqual([]),
  );

  it('one after another are one event, over the nodes of a pool', () => {
    const reason = 'EvictionByEvictionAPI';
    const drafts = [0, 1, 2, 3, 4].map(minute => ({
      reason,
      minute,
      node: minute < 3 ? 'n1' : 'n2',
    }));
    expect(play(drafts, 'workers')).toMatchObject([
      {
        title: '5 pods evicted from 2 nodes of pool workers',
        start: '2026-11-24T14:00:00Z',
        end: { at: '2026-11-24T14:04:00Z' },
      },
    ]);
    expect(play([...drafts, { reason, minute: 30 }])).toHaveLength(2);
  });
});
