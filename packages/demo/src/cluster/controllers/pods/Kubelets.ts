import type { StoreEvent } from '../../http/index.ts';
import { at, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { Controller, ControllerContext } from '../Context.ts';
import type { EventRecorder } from '../events/EventRecorder.ts';
import { nextPodStep } from './nextPodStep.ts';
import { podWarnings } from './podWarnings.ts';

const KUBELET = 'kubelet';
/** How long the scheduler waits before it looks for a node again. */
const NO_NODE_MS = 5_000;
/** Of what a kubelet says again and again one word in so long gets through to the API server. */
const WARN_AGAIN_MS = 300_000;

/** The scheduler, and the kubelets of all nodes: brings pods through their lives. */
export class Kubelets implements Controller {
  readonly #context: ControllerContext;
  readonly #events: EventRecorder;
  readonly #nodes: readonly string[];
  /** Ways to take back what is to happen to a pod next, by uid. */
  readonly #pending = new Map<string, () => void>();
  readonly #stopListening: () => void;
  #bound = 0;

  static create(
    context: ControllerContext,
    options: { nodes: readonly string[]; events: EventRecorder },
  ): Kubelets {
    return new Kubelets(context, options);
  }

  private constructor(
    context: ControllerContext,
    options: Parameters<typeof Kubelets.create>[1],
  ) {
    this.#context = context;
    this.#events = options.events;
    this.#nodes = options.nodes;
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const pod of context.store.list('pods')) this.#plan(pod);
  }

  stop(): void {
    this.#stopListening();
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }

  #hear({ resource, type, object }: StoreEvent): void {
    if (resource !== 'pods') return;
    if (type === 'DELETED') this.#forget(object.metadata.uid);
    else this.#plan(object);
  }

  #plan(pod: KubernetesObject, waitMs = 0): void {
    const { uid } = pod.metadata;
    this.#forget(uid);
    const { clock, registry } = this.#context;
    const step = nextPodStep(pod);
    if (!step) {
      if (podWarnings(pod).length > 0) {
        this.#pending.set(
          uid,
          clock.after(WARN_AGAIN_MS, () => {
            this.#warn(pod);
            this.#plan(pod);
          }),
        );
      }
      return;
    }
    const cancel = clock.after(step.afterMs + waitMs, () => {
      this.#pending.delete(uid);
      switch (step.type) {
        case 'bind': {
          const node = this.#nextNode();
          if (node) registry.bind(pod, node, step.status(clock.now()));
          else this.#plan(pod, NO_NODE_MS);
          break;
        }
        case 'status':
          this.#warn(
            registry.replaceStatus(
              { ...pod, status: step.status(clock.now()) },
              KUBELET,
            ),
          );
          break;
        default:
          registry.delete(
            { ...pod.metadata, kind: 'Pod' },
            { graceSeconds: 0 },
          );
      }
    });
    this.#pending.set(uid, cancel);
  }

  #warn(pod: KubernetesObject): void {
    const host = textAt(pod, 'spec', 'nodeName');
    for (const warning of podWarnings(pod)) {
      this.#events.warn(pod, warning, { component: KUBELET, host });
    }
  }

  #forget(uid: string): void {
    this.#pending.get(uid)?.();
    this.#pending.delete(uid);
  }

  /** In turn, those left out that nobody may be put on. */
  #nextNode(): string | undefined {
    const { store } = this.#context;
    const open = this.#nodes.filter(name => {
      const node = store.get('nodes', undefined, name);
      return node && at(node, 'spec', 'unschedulable') !== true;
    });
    return open[this.#bound++ % open.length];
  }
}
