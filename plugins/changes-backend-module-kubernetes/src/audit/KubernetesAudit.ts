import { createHash, timingSafeEqual } from 'node:crypto';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { AuthenticationError, InputError } from '@backstage/errors';
import type { Attribution } from '@ripplehq/backstage-plugin-changes-common';
import type { AuditReceiver } from '@ripplehq/backstage-plugin-changes-node';
import { attributionOf, type AuditContext } from './attributionOf';
import { AUDIT_FIELDS, auditEvent, type AuditEvent } from './auditEvent';
import { JsonWalk } from './JsonWalk';

/** An API server sends 400 events at once; of a policy that logs bodies as well, `--audit-webhook-truncate-max-batch-size` is as much. */
const LIMIT_BYTES = 10 * 1024 * 1024;
const SLICE_MS = 10;
const HEAD = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1' };
/** A sentence that says which field it is about. */
const NAMES_FIELD = /^[\w.[\]]+: /;

export interface KubernetesAuditOptions extends AuditContext {
  /** By cluster. */
  tokens: ReadonlyMap<string, string>;
}

/** Takes what API servers send to their audit webhook: who wrote what. */
export class KubernetesAudit implements AuditReceiver {
  readonly source = 'kubernetes';
  readonly limitBytes = LIMIT_BYTES;
  readonly instances: readonly string[];
  readonly #digests: ReadonlyMap<string, Buffer>;
  readonly #context: AuditContext;

  static create(options: KubernetesAuditOptions): KubernetesAudit {
    return new KubernetesAudit(options);
  }

  private constructor({ tokens, ...context }: KubernetesAuditOptions) {
    this.instances = [...tokens.keys()];
    this.#digests = new Map(
      [...tokens].map(([cluster, token]) => [cluster, digestOf(token)]),
    );
    this.#context = context;
  }

  verify(headers: Record<string, string>, instance: string): void {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ', 2);
    const expected = this.#digests.get(instance);
    if (
      !expected ||
      scheme.toLowerCase() !== 'bearer' ||
      !timingSafeEqual(expected, digestOf(token))
    ) {
      throw new AuthenticationError(
        `The bearer token is not the one of '${instance}' in changes.kubernetes.audit`,
      );
    }
  }

  async read(raw: Buffer, instance: string): Promise<Attribution[]> {
    const attributions: Attribution[] = [];
    let sliceStart = performance.now();
    for (const event of eventsOf(raw)) {
      const attribution = attributionOf(event, instance, this.#context);
      if (attribution) attributions.push(attribution);
      if (performance.now() - sliceStart > SLICE_MS) {
        await yieldToEventLoop();
        sliceStart = performance.now();
      }
    }
    return attributions;
  }
}

/** Each is read when it is asked for. @throws InputError for what is no list of audit events, at its end at the latest */
function* eventsOf(raw: Buffer): Generator<AuditEvent> {
  const walk = JsonWalk.of(raw);
  const head: Record<string, unknown> = {};
  let where = 'body';
  try {
    for (const name of walk.fields()) {
      if (name === 'kind' || name === 'apiVersion') {
        head[name] = walk.value();
      } else if (name === 'items') {
        expectHead(head);
        head.items = true;
        where = 'items';
        for (const index of walk.items()) {
          where = `items[${index}]`;
          yield eventAt(walk, where);
        }
        where = 'body';
      } else {
        walk.skip();
      }
    }
    walk.end();
  } catch (error) {
    if (!(error instanceof InputError) || NAMES_FIELD.test(error.message)) {
      throw error;
    }
    throw new InputError(`${where}: ${error.message}`);
  }
  expectHead(head);
  if (!head.items) throw new InputError('items: is missing');
}

function eventAt(walk: JsonWalk, where: string): AuditEvent {
  const wanted: Record<string, unknown> = {};
  for (const name of walk.fields()) {
    if (AUDIT_FIELDS.has(name)) wanted[name] = walk.value();
    else walk.skip();
  }
  const result = auditEvent.safeParse(wanted);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    `${[where, ...issue.path.map(String)].join('.')}: ${issue.message}`,
  );
}

// An API server says what it sends before it sends it.
function expectHead(head: Record<string, unknown>): void {
  for (const [name, text] of Object.entries(HEAD)) {
    if (head[name] !== text) throw new InputError(`${name}: must be '${text}'`);
  }
}

// Of one length, whatever the token's.
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
