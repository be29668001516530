import { createHash } from 'node:crypto';
import {
  kubernetesSubject,
  type Attribution,
} from '@ripplehq/backstage-plugin-changes-common';
import type { AuditEvent } from './auditEvent';
import { actorOfWrite } from './actorOfWrite';

/** Longest name of a manager that an API server writes down. */
const MANAGER_MAX_CHARS = 128;
/** What these write of an object is no change that anybody wanted. */
const SKIPPED_SUBRESOURCES = new Set([
  'status',
  'approval',
  'attach',
  'binding',
  'eviction',
  'exec',
  'finalize',
  'log',
  'portforward',
  'proxy',
  'token',
]);

/** What a subject needs of a kind. */
export interface NamedKind {
  kind: string;
  group: string;
  scope: 'namespaced' | 'cluster';
}

/** What one must know to read an audit log. */
export interface AuditContext {
  /** The watched kind of such an id, as `deployments.apps`. */
  kindOf(id: string): NamedKind | undefined;
  /** Patterns of users that are pipelines. */
  pipelines: readonly RegExp[];
}

/**
 * Who wrote what, where an event tells of a write that was carried out and of which a change can come.
 */
export function attributionOf(
  event: AuditEvent,
  cluster: string,
  { kindOf, pipelines }: AuditContext,
): Attribution | undefined {
  const { objectRef: ref, responseStatus } = event;
  const code = responseStatus?.code ?? 0;
  if (event.stage !== 'ResponseComplete' || code < 200 || code > 299) {
    return undefined;
  }
  const verb = verbOf(event, code);
  if (!verb || !ref?.name) return undefined;
  if (ref.subresource && SKIPPED_SUBRESOURCES.has(ref.subresource)) {
    return undefined;
  }
  const query = queryOf(event.requestURI);
  if (query.has('dryRun')) return undefined;
  const { resource, apiGroup } = ref;
  const kind = kindOf(apiGroup ? `${resource}.${apiGroup}` : resource);
  if (!kind) return undefined;
  // A namespace is in itself, as the API server says.
  const namespace = kind.scope === 'cluster' ? undefined : ref.namespace;
  const manager = managerOf(event, query);
  return {
    instance: cluster,
    id: idOf(event),
    subject: kubernetesSubject({
      cluster,
      namespace,
      kind: kind.kind,
      group: kind.group,
      name: ref.name,
    }),
    verb,
    ...(manager ? { manager } : {}),
    ...(ref.subresource ? { subresource: ref.subresource } : {}),
    ...carriedOut(event),
    actor: actorOfWrite(event, manager, pipelines),
  };
}

// A client may give its requests an auditID of its own, and one for all of them.
function idOf(event: AuditEvent): string {
  const { auditID, requestReceivedTimestamp, verb, requestURI } = event;
  return createHash('sha256')
    .update(
      JSON.stringify([auditID, requestReceivedTimestamp, verb, requestURI]),
    )
    .digest('base64url');
}

function verbOf(
  { verb, objectRef }: AuditEvent,
  code: number,
): Attribution['verb'] | undefined {
  switch (verb) {
    case 'create':
      return objectRef?.subresource ? undefined : 'create';
    case 'update':
    case 'patch':
      // An apply makes what is not there.
      return code === 201 ? 'create' : 'update';
    case 'delete':
      return 'delete';
    default:
      return undefined;
  }
}

/** As the API server names the manager: by the request, else by the start of the client's own name. */
function managerOf(event: AuditEvent, query: URLSearchParams): string {
  const manager = query.get('fieldManager') || event.userAgent.split('/', 1)[0];
  return manager.slice(0, MANAGER_MAX_CHARS);
}

function carriedOut(event: AuditEvent): Pick<Attribution, 'from' | 'to'> {
  const from = event.requestReceivedTimestamp;
  const to = event.stageTimestamp;
  return Date.parse(from) <= Date.parse(to) ? { from, to } : { from, to: from };
}

function queryOf(requestUri: string): URLSearchParams {
  const start = requestUri.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : requestUri.slice(start + 1));
}
