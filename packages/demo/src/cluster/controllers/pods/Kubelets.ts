import type { StoreEvent } from '../../http/index.ts';
import { at } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { Controller, ControllerContext } from '../Context.ts';
import { nextPodStep } from './nextPodStep.ts';

const KUBELET = 'kubelet';
/** How long the scheduler waits before it looks for a node again. */
const NO_NODE_MS = 5_000;

/** The scheduler, and the kubelets of all nodes: brings pods through their lives. */
export class Kubelets implements Controller {
  readonly #context: ControllerContext;
  readonly #nodes: readonly string[];
  /** Ways to take back what is to happen to a pod next, by uid. */
  readonly #pending = new Map<string, () => void>();
  readonly #stopListening: () => void;
  #bound = 0;

  static create(
    context: ControllerContext,
    options: { nodes: readonly string[] },
  ): Kubelets {
    return new Kubelets(context, options.nodes);
  }

  private constructor(context: ControllerContext, nodes: readonly string[]) {
    this.#context = context;
    this.#nodes = nodes;
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
    const step = nextPodStep(pod);
    if (!step) return;
    const { clock, registry } = this.#context;
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
          registry.replaceStatus(
            { ...pod, status: step.status(clock.now()) },
            KUBELET,
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
