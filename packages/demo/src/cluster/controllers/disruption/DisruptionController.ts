import { isDeepStrictEqual } from 'node:util';
import type { StoreEvent } from '../../http/index.ts';
import { numberAt, objectAt } from '../../json.ts';
import { kindNamed } from '../../kinds.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { controllerOf } from '../owners.ts';
import { WorkQueue } from '../WorkQueue.ts';
import { budgetStatus } from './budgetStatus.ts';

const BUDGETS = 'poddisruptionbudgets';
const ROUND_TRIP_MS = 60;

/** Says of PodDisruptionBudgets how many of their pods are well, and how many may go. */
export class DisruptionController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static create(context: ControllerContext): DisruptionController {
    return new DisruptionController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs: ROUND_TRIP_MS,
      work: key => this.#sync(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    context.store.list(BUDGETS).forEach(budget => this.#add(budget));
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  #hear({ resource, object }: StoreEvent): void {
    if (resource === BUDGETS) this.#add(object);
    const isPod = resource === 'pods';
    if (!isPod && resource !== 'deployments' && resource !== 'rollouts') return;
    for (const budget of this.#context.store.list(BUDGETS)) {
      const isConcerned = isPod
        ? isSelected(budget, object)
        : budget.metadata.namespace === object.metadata.namespace;
      if (isConcerned) this.#add(budget);
    }
  }

  #add({ metadata }: KubernetesObject): void {
    this.#queue.add(`${metadata.namespace}/${metadata.name}`);
  }

  #sync(key: string): void {
    const { clock, registry, store } = this.#context;
    const [namespace, name] = key.split('/');
    const budget = store.get(BUDGETS, namespace, name);
    if (!budget) return;
    const pods = store.list('pods').filter(pod => isSelected(budget, pod));
    const status = budgetStatus({
      budget,
      pods,
      wanted: this.#wanted(pods),
      now: clock.now(),
    });
    if (isDeepStrictEqual(budget.status, status)) return;
    registry.replaceStatus({ ...budget, status }, CONTROLLER_MANAGER);
  }

  /** By those who control the pods, in the end. */
  #wanted(pods: KubernetesObject[]): number {
    const controllers = new Map(
      pods.flatMap(pod => {
        const set = this.#controllerOf(pod);
        const top = (set && this.#controllerOf(set)) ?? set;
        return top ? [[top.metadata.uid, top] as const] : [];
      }),
    );
    return [...controllers.values()].reduce(
      (sum, controller) =>
        sum + (numberAt(controller, 'spec', 'replicas') ?? 1),
      0,
    );
  }

  #controllerOf(object: KubernetesObject): KubernetesObject | undefined {
    const owner = controllerOf(object);
    return (
      owner &&
      this.#context.store.get(
        kindNamed(owner.kind).resource,
        object.metadata.namespace,
        owner.name,
      )
    );
  }
}

/** By `matchLabels`; without any, all pods of its namespace. */
function isSelected(budget: KubernetesObject, pod: KubernetesObject): boolean {
  const labels = pod.metadata.labels ?? {};
  return (
    budget.metadata.namespace === pod.metadata.namespace &&
    Object.entries(objectAt(budget, 'spec', 'selector', 'matchLabels')).every(
      ([label, value]) => labels[label] === value,
    )
  );
}
