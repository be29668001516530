import { createHash } from 'node:crypto';
import { numberAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { rfc3339 } from '../../store/index.ts';
import type { Controller, ControllerContext } from '../Context.ts';
import { WorkQueue } from '../WorkQueue.ts';

/** As long as an API server keeps Events. */
const KEPT_MS = 3_600_000;
/** A cluster in which everything fails tells of so much. */
const EVENTS_MAX = 500;

/** What a component of the cluster warns about. */
export interface Warning {
  reason: string;
  message: string;
  /** Which container of a pod it is about. */
  container?: string;
}

/** Who warns. */
export interface WarningSource {
  component: string;
  /** The node of a kubelet. */
  host?: string;
}

/** Writes warning Events as components do: what is said again is counted, and what was not said for an hour is gone. */
export class EventRecorder implements Controller {
  readonly #context: ControllerContext;
  readonly #expiries: WorkQueue;

  static create(context: ControllerContext): EventRecorder {
    return new EventRecorder(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#expiries = WorkQueue.create({
      clock: context.clock,
      delayMs: 0,
      work: key => this.#expire(key),
    });
    for (const event of context.store.list('events')) {
      this.#expiries.addAt(keyOf(event), expiryOf(event));
    }
  }

  stop(): void {
    this.#expiries.stop();
  }

  warn(about: KubernetesObject, warning: Warning, source: WarningSource): void {
    const { clock, registry, store } = this.#context;
    const { namespace = 'default' } = about.metadata;
    const name = nameOf(about, warning);
    const time = rfc3339(clock.now());
    const known = store.get('events', namespace, name);
    if (known) {
      const count = numberAt(known, 'count') ?? 1;
      registry.replace(
        { ...known, count: count + 1, lastTimestamp: time },
        source.component,
      );
      return;
    }
    if (store.count('events') >= EVENTS_MAX) return;
    const { component, host = '' } = source;
    const event = registry.create(
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace },
        involvedObject: involved(about, warning),
        type: 'Warning',
        reason: warning.reason,
        message: warning.message,
        count: 1,
        firstTimestamp: time,
        lastTimestamp: time,
        eventTime: null,
        source: { component, ...(host ? { host } : {}) },
        reportingComponent: component,
        reportingInstance: host,
      },
      component,
    );
    this.#expiries.addAt(keyOf(event), expiryOf(event));
  }

  #expire(key: string): void {
    const { clock, registry, store } = this.#context;
    const [namespace, name] = key.split('/');
    const event = store.get('events', namespace, name);
    if (!event) return;
    const due = expiryOf(event);
    if (due > clock.now()) this.#expiries.addAt(key, due);
    else registry.delete({ kind: 'Event', namespace, name });
  }
}

function involved(
  { apiVersion, kind, metadata }: KubernetesObject,
  { container }: Warning,
): object {
  const { name, namespace, resourceVersion, uid } = metadata;
  return {
    apiVersion,
    kind,
    name,
    ...(namespace ? { namespace } : {}),
    uid,
    resourceVersion,
    ...(container ? { fieldPath: `spec.containers{${container}}` } : {}),
  };
}

/** The same for the same words about the same object. */
function nameOf({ metadata }: KubernetesObject, warning: Warning): string {
  const { container = '', message, reason } = warning;
  const hash = createHash('sha256')
    .update(JSON.stringify([metadata.uid, container, reason, message]))
    .digest('hex');
  return `${metadata.name}.${hash.slice(0, 16)}`;
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function expiryOf(event: KubernetesObject): number {
  return Date.parse(textAt(event, 'lastTimestamp') ?? '') + KEPT_MS;
}
