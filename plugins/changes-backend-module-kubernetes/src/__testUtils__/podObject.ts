import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kubernetesObject, readPod, type PodObject } from '../kinds';

const redactor = Redactor.create({});

export interface PodDraft {
  name?: string;
  createdAt?: string;
  node?: string;
  /** Of the container `app`, as an API server gives it. */
  container?: object;
  /** Its status; runs and is not ready unless it says otherwise. */
  status?: object;
  /** Status of an init container `prepare`. */
  init?: object;
  /** When it became ready, or was so no more. */
  ready?: { status: 'True' | 'False'; at: string };
  /** More of the pod's own status. */
  pod?: object;
}

/** A pod of the Deployment `rest-api` as it is kept, from what an API server gives. */
export function podObject(draft: PodDraft): PodObject {
  const { name = 'rest-api-1', createdAt = '2026-11-19T02:00:00Z' } = draft;
  const { node = 'n1', container, status, init, ready, pod } = draft;
  return readPod(
    kubernetesObject.parse({
      metadata: {
        name,
        namespace: 'shop',
        uid: `uid-${name}`,
        resourceVersion: '1',
        creationTimestamp: createdAt,
        ownerReferences: [
          { kind: 'ReplicaSet', name: 'r', uid: 'd1-rs-1', controller: true },
        ],
      },
      spec: {
        nodeName: node,
        containers: [{ name: 'app', image: 'acme/rest-api:v1', ...container }],
        ...(init ? { initContainers: [{ name: 'prepare' }] } : {}),
      },
      status: {
        phase: 'Running',
        conditions: [
          {
            type: 'Ready',
            status: ready?.status ?? 'False',
            lastTransitionTime: ready?.at ?? createdAt,
          },
        ],
        containerStatuses: [
          {
            name: 'app',
            restartCount: 0,
            ready: ready?.status === 'True',
            started: true,
            state: { running: { startedAt: createdAt } },
            lastState: {},
            ...status,
          },
        ],
        ...(init
          ? { initContainerStatuses: [{ name: 'prepare', ...init }] }
          : {}),
        ...pod,
      },
    }),
    redactor,
  )!;
}
