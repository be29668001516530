import type { IncomingMessage } from 'node:http';
import type { ResourceKind } from '../kinds.ts';
import { listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { META_VERSION, partial } from './answer.ts';

interface Column {
  name: string;
  /** What kubectl shows; its name's and age's columns are the same for every kind. */
  cell(object: KubernetesObject): string | number;
}

const COLUMNS: Record<string, Column[]> = {
  ConfigMap: [
    {
      name: 'Data',
      cell: object => Object.keys(objectAt(object, 'data')).length,
    },
  ],
  Deployment: [
    {
      name: 'Ready',
      cell: object =>
        `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${
          numberAt(object, 'spec', 'replicas') ?? 0
        }`,
    },
    status('Up-to-date', 'updatedReplicas'),
    status('Available', 'availableReplicas'),
  ],
  HorizontalPodAutoscaler: [
    {
      name: 'Reference',
      cell: object => {
        const target = objectAt(object, 'spec', 'scaleTargetRef');
        return `${target.kind}/${target.name}`;
      },
    },
    spec('MinPods', 'minReplicas'),
    spec('MaxPods', 'maxReplicas'),
    status('Replicas', 'currentReplicas'),
  ],
  Job: [
    {
      name: 'Status',
      cell: object =>
        listAt(object, 'status', 'conditions')
          .filter(condition => condition.status === 'True')
          .map(condition => String(condition.type))
          .at(-1) ?? 'Running',
    },
    {
      name: 'Completions',
      cell: object =>
        `${numberAt(object, 'status', 'succeeded') ?? 0}/${
          numberAt(object, 'spec', 'completions') ?? 1
        }`,
    },
  ],
  Namespace: [
    { name: 'Status', cell: object => textAt(object, 'status', 'phase') ?? '' },
  ],
  Node: [{ name: 'Status', cell: nodeStatus }],
  Pod: [
    {
      name: 'Ready',
      cell: object => {
        const containers = listAt(object, 'status', 'containerStatuses');
        return `${containers.filter(({ ready }) => ready === true).length}/${
          listAt(object, 'spec', 'containers').length
        }`;
      },
    },
    { name: 'Status', cell: podStatus },
    {
      name: 'Restarts',
      cell: object =>
        listAt(object, 'status', 'containerStatuses')
          .map(container => Number(container.restartCount))
          .reduce((sum, count) => sum + count, 0),
    },
  ],
  ReplicaSet: [
    spec('Desired', 'replicas'),
    status('Current', 'replicas'),
    status('Ready', 'readyReplicas'),
  ],
};

/** Asked for what `kubectl get` prints. */
export function wantsTable(request: IncomingMessage): boolean {
  return /as=Table;v=v1;/.test(request.headers.accept ?? '');
}

/** Objects as rows, with the columns that a real API server has for the kinds that people look at most. */
export function tableOf(
  kind: ResourceKind,
  objects: KubernetesObject[],
  now: number,
): object {
  const columns = [
    { name: 'Name', cell: ({ metadata }: KubernetesObject) => metadata.name },
    ...(COLUMNS[kind.kind] ?? []),
    { name: 'Age', cell: (object: KubernetesObject) => ageOf(object, now) },
  ];
  return {
    kind: 'Table',
    apiVersion: META_VERSION,
    columnDefinitions: columns.map(({ name }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object)),
      object: partial(object),
    })),
  };
}

function spec(name: string, field: string): Column {
  return { name, cell: object => numberAt(object, 'spec', field) ?? 0 };
}

function status(name: string, field: string): Column {
  return { name, cell: object => numberAt(object, 'status', field) ?? 0 };
}

function nodeStatus(object: KubernetesObject): string {
  const ready = listAt(object, 'status', 'conditions').find(
    ({ type }) => type === 'Ready',
  );
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
}

function podStatus(object: KubernetesObject): string {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  for (const container of listAt(object, 'status', 'containerStatuses')) {
    const reason =
      textAt(container, 'state', 'waiting', 'reason') ??
      textAt(container, 'state', 'terminated', 'reason');
    if (reason) return reason;
  }
  return textAt(object, 'status', 'phase') ?? 'Unknown';
}

/** As kubectl prints ages: `42s`, `7m`, `3h`, `2d`. */
function ageOf({ metadata }: KubernetesObject, now: number): string {
  const seconds = Math.max(
    0,
    Math.floor((now - Date.parse(metadata.creationTimestamp ?? '')) / 1000),
  );
  if (Number.isNaN(seconds)) return '<unknown>';
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 3 * 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
