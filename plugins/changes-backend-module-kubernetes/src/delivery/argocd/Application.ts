import type { JsonObject } from '@backstage/types';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from '../../kinds/KubernetesObject';
import type { ResourceName } from '../threads';

/** Where an application's manifests come from. */
export interface Source {
  repoUrl?: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
  /** How the application calls it. */
  name?: string;
}

/** What Argo CD keeps of a sync that succeeded. */
export interface HistoryEntry {
  id: number;
  startedAt?: string;
  deployedAt: string;
  /** One a source. */
  revisions: string[];
  sources: Source[];
  initiator: Initiator;
}

export interface Initiator {
  username?: string;
  isAutomated: boolean;
}

/** What Argo CD does at present, or did last. */
export interface OperationState {
  startedAt: string;
  finishedAt?: string;
  /** `Running`, `Terminating`, `Succeeded`, `Failed`, `Error` */
  phase: string;
  message?: string;
  initiator: Initiator;
  retries: number;
  revisions: string[];
  sources: Source[];
  /** What was synced, each with the word of its outcome. */
  resources: (ResourceName & { status?: string; message?: string })[];
  /** Only these were to be synced; empty: all. */
  chosen: number;
  /** A source of its own: a rollback to what was deployed before. */
  hasOwnSource: boolean;
  isDryRun: boolean;
  isSelfHeal: boolean;
}

/** What an Application's status says. */
export interface ApplicationStatus {
  destination: { name?: string; server?: string; namespace?: string };
  /** Its name in tracking ids: with its namespace where that is not Argo CD's own. */
  instance: string;
  sources: Source[];
  applicationSet?: string;
  current?: OperationState;
  /** The oldest first. */
  history: HistoryEntry[];
  health?: string;
  reconciledAt?: string;
  resources: ResourceName[];
}

/** Reads an Application with care: its status has grown over versions. */
export function readApplicationStatus(
  object: KubernetesObject,
): ApplicationStatus {
  const metadata = objectAt(object, 'metadata');
  const status = objectAt(object, 'status');
  const namespace = textOf(metadata.namespace);
  const controllerNamespace = textOf(status.controllerNamespace) ?? namespace;
  const name = textOf(metadata.name) ?? '';
  const destination = objectAt(object, 'spec', 'destination');
  const place = textOf(destination.namespace);
  return {
    destination: {
      name: textOf(destination.name),
      server: textOf(destination.server),
      namespace: place,
    },
    instance: namespace === controllerNamespace ? name : `${namespace}_${name}`,
    sources: sourcesOf(objectAt(object, 'spec')),
    applicationSet: textOf(
      listAt(metadata, 'ownerReferences').find(
        ({ kind }) => kind === 'ApplicationSet',
      )?.name,
    ),
    current: readOperation(objectAt(status, 'operationState'), place),
    history: listAt(status, 'history')
      .flatMap(readHistory)
      .sort((a, b) => a.id - b.id),
    health: textOf(objectAt(status, 'health').status),
    reconciledAt: textOf(status.reconciledAt),
    resources: listAt(status, 'resources').map(item => nameOf(item, place)),
  };
}

function readHistory(entry: JsonObject): HistoryEntry[] {
  const deployedAt = timeOf(entry.deployedAt);
  const id = numberOf(entry.id);
  if (deployedAt === undefined || id === undefined) return [];
  return [
    {
      id,
      startedAt: timeOf(entry.deployStartedAt),
      deployedAt,
      revisions: revisionsOf(entry),
      sources: sourcesOf(entry),
      initiator: initiatorOf(objectAt(entry, 'initiatedBy')),
    },
  ];
}

function readOperation(
  state: JsonObject,
  namespace: string | undefined,
): OperationState | undefined {
  const startedAt = timeOf(state.startedAt);
  if (startedAt === undefined) return undefined;
  const sync = objectAt(state, 'operation', 'sync');
  const result = objectAt(state, 'syncResult');
  const revisions = revisionsOf(result);
  const sources = sourcesOf(result);
  return {
    startedAt,
    finishedAt: timeOf(state.finishedAt),
    phase: textOf(state.phase) ?? 'Running',
    message: textOf(state.message),
    initiator: initiatorOf(objectAt(state, 'operation', 'initiatedBy')),
    retries: numberOf(state.retryCount) ?? 0,
    // What was asked for and what was synced may differ; only the latter was deployed.
    revisions: revisions.length > 0 ? revisions : revisionsOf(sync),
    sources: sources.length > 0 ? sources : sourcesOf(sync),
    resources: listAt(result, 'resources').map(item => ({
      ...nameOf(item, namespace),
      status: textOf(item.status),
      message: textOf(item.message),
    })),
    chosen: listAt(sync, 'resources').length,
    hasOwnSource: sourcesOf(sync).length > 0,
    isDryRun: sync.dryRun === true,
    isSelfHeal:
      (numberOf(sync.autoHealAttemptsCount) ??
        numberOf(sync.selfHealAttemptsCount) ??
        0) > 0,
  };
}

function revisionsOf(holder: JsonObject): string[] {
  const several = Array.isArray(holder.revisions)
    ? holder.revisions.flatMap(item => textOf(item) ?? [])
    : [];
  const one = textOf(holder.revision);
  if (several.length > 0) return several;
  return one ? [one] : [];
}

function sourcesOf(holder: JsonObject): Source[] {
  const several = listAt(holder, 'sources');
  const one = objectAt(holder, 'source');
  const all = several.length > 0 ? several : [one];
  return all
    .filter(source => Object.keys(source).length > 0)
    .map(source => ({
      repoUrl: textOf(source.repoURL),
      path: textOf(source.path),
      chart: textOf(source.chart),
      targetRevision: textOf(source.targetRevision),
      name: textOf(source.name),
    }));
}

function initiatorOf(initiatedBy: JsonObject): Initiator {
  return {
    username: textOf(initiatedBy.username) || undefined,
    isAutomated: initiatedBy.automated === true,
  };
}

function nameOf(item: JsonObject, namespace: string | undefined): ResourceName {
  return {
    group: textOf(item.group) ?? '',
    kind: textOf(item.kind) ?? '',
    namespace: textOf(item.namespace) || namespace,
    name: textOf(item.name) ?? '',
  };
}

function timeOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
}
