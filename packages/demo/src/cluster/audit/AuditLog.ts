import { randomUUID } from 'node:crypto';
import type { WorldClock } from '../../clock/index.ts';
import { type ResourceKind, apiVersionOf, pathOf } from '../kinds.ts';

/** As `--audit-webhook-batch-max-wait`, `--audit-webhook-batch-max-size` and the buffer behind them. */
const WAIT_MS = 1_000;
const BATCH_MAX = 400;
const WAITING_MAX = 10_000;
const MICROSECONDS = '000Z';

/** Who is let in by an API server. */
export interface ApiIdentity {
  username: string;
  groups: readonly string[];
}

/** A write that was carried out. */
export interface Write {
  user: ApiIdentity;
  userAgent: string;
  verb: 'create' | 'update' | 'patch' | 'delete';
  kind: ResourceKind;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** Of a request over HTTP; else it follows from the rest. */
  requestUri?: string;
  manager: string;
  code: number;
  /** Epoch milliseconds. */
  receivedAt: number;
}

/** A body for an audit webhook. */
export interface EventList {
  kind: 'EventList';
  apiVersion: 'audit.k8s.io/v1';
  metadata: object;
  items: object[];
}

/**
 * Tells an audit webhook who wrote what, as an API server does by a policy that logs people's and tools' writes at the level Metadata,
 * without those of the controllers that come with Kubernetes.
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
export class AuditLog {
  readonly #clock: Pick<WorldClock, 'now' | 'after'>;
  readonly #waiting: object[] = [];
  #send: ((list: EventList) => void) | undefined;
  #isArmed = false;

  static create(clock: Pick<WorldClock, 'now' | 'after'>): AuditLog {
    return new AuditLog(clock);
  }

  private constructor(clock: Pick<WorldClock, 'now' | 'after'>) {
    this.#clock = clock;
  }

  /** From now on all is sent there; what came before is not. */
  sendTo(send: (list: EventList) => void): void {
    this.#send = send;
  }

  record(write: Write): void {
    if (!this.#send) return;
    this.#waiting.push(eventOf(write, this.#clock.now()));
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift();
    this.#arm();
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#clock.after(WAIT_MS, () => {
      this.#isArmed = false;
      this.#send?.({
        kind: 'EventList',
        apiVersion: 'audit.k8s.io/v1',
        metadata: {},
        items: this.#waiting.splice(0, BATCH_MAX),
      });
      if (this.#waiting.length > 0) this.#arm();
    });
  }
}

function eventOf(write: Write, now: number): object {
  const { kind, name, namespace, subresource, user } = write;
  return {
    level: 'Metadata',
    auditID: randomUUID(),
    stage: 'ResponseComplete',
    requestURI: write.requestUri ?? uriOf(write),
    verb: write.verb,
    user: { ...user, groups: [...user.groups, 'system:authenticated'] },
    sourceIPs: ['10.3.0.9'],
    userAgent: write.userAgent,
    objectRef: {
      resource: kind.resource,
      ...(namespace ? { namespace } : {}),
      ...(name ? { name } : {}),
      ...(kind.group ? { apiGroup: kind.group } : {}),
      apiVersion: kind.version,
      ...(subresource ? { subresource } : {}),
    },
    responseStatus: { metadata: {}, code: write.code },
    requestReceivedTimestamp: microTime(write.receivedAt),
    stageTimestamp: microTime(now),
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': `RBAC: allowed for ${apiVersionOf(kind)}`,
    },
  };
}

function uriOf(write: Write): string {
  const { kind, manager, name, namespace, subresource, verb } = write;
  const object = [name, subresource].filter(Boolean).join('/');
  const path = pathOf(kind, namespace);
  const query = verb === 'delete' ? '' : `?fieldManager=${manager}`;
  return `${path}${object ? `/${object}` : ''}${query}`;
}

function microTime(time: number): string {
  return new Date(time).toISOString().replace('Z', MICROSECONDS);
}
