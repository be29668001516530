import { createHash, timingSafeEqual } from 'node:crypto';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { AuthenticationError, InputError } from '@backstage/errors';
import type { Attribution } from '@ripplehq/backstage-plugin-changes-common';
import type { AuditReceiver } from '@ripplehq/backstage-plugin-changes-node';
import { attributionOf, type AuditContext } from './attributionOf';
import { AUDIT_FIELDS, auditEvent, type AuditEvent } from './auditEvent';
import { fieldsOf, itemsOf, parsed, type Span } from './fieldsOf';

/** An API server sends 400 events at once; of a policy that logs bodies as well, `--audit-webhook-truncate-max-batch-size` is as much. */
const LIMIT_BYTES = 10 * 1024 * 1024;
const SLICE_MS = 10;
const API_VERSION = 'audit.k8s.io/v1';

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
    const list = at('body', () => fieldsOf(raw, { start: 0, end: raw.length }));
    expectText(raw, list, 'kind', 'EventList');
    expectText(raw, list, 'apiVersion', API_VERSION);
    const items = list.get('items');
    if (!items) throw new InputError('items: is missing');
    const attributions: Attribution[] = [];
    let sliceStart = performance.now();
    const spans = at('items', () => [...itemsOf(raw, items)]);
    for (const [index, span] of spans.entries()) {
      const event = eventAt(raw, span, `items[${index}]`);
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

function eventAt(raw: Buffer, span: Span, where: string): AuditEvent {
  const fields = at(where, () => fieldsOf(raw, span));
  const wanted: Record<string, unknown> = {};
  for (const name of AUDIT_FIELDS) {
    const value = fields.get(name);
    if (value) wanted[name] = at(`${where}.${name}`, () => parsed(raw, value));
  }
  const result = auditEvent.safeParse(wanted);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    `${[where, ...issue.path.map(String)].join('.')}: ${issue.message}`,
  );
}

function expectText(
  raw: Buffer,
  fields: ReadonlyMap<string, Span>,
  name: string,
  text: string,
): void {
  const span = fields.get(name);
  const value = span && at(name, () => parsed(raw, span));
  if (value !== text) throw new InputError(`${name}: must be '${text}'`);
}

function at<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${where}: ${error.message}`);
  }
}

// Of one length, whatever the token's.
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
