import { isDeepStrictEqual } from 'node:util';
import { numberAt, objectAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { StoreEvent } from '../../http/index.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { WorkQueue } from '../WorkQueue.ts';
import { autoscalerStatus, idleStatus, targetOf } from './autoscalerStatus.ts';
import {
  type Recommendation,
  type Usage,
  decideReplicas,
} from './decideReplicas.ts';

const PERIOD_MS = 15_000;

/** Usage by `NAMESPACE/DEPLOYMENT`, as metrics would tell it. */
export type UsageTable = ReadonlyMap<string, Usage>;

/** Scales Deployments by the CPU that their pods use. It looks every 15 seconds, but only while something may have changed. */
export class AutoscalerController implements Controller {
  readonly #context: ControllerContext;
  readonly #usage: UsageTable;
  readonly #recommended = new Map<string, Recommendation[]>();
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static create(
    context: ControllerContext,
    options: { usage: UsageTable },
  ): AutoscalerController {
    return new AutoscalerController(context, options.usage);
  }

  private constructor(context: ControllerContext, usage: UsageTable) {
    this.#context = context;
    this.#usage = usage;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs: 0,
      work: key => this.#sync(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const autoscaler of this.#autoscalers()) this.#look(autoscaler);
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  /** The pods of a Deployment use more or less than before. */
  usageChanged(namespace: string, deployment: string): void {
    for (const autoscaler of this.#autoscalers()) {
      if (scales(autoscaler, namespace, deployment)) this.#look(autoscaler);
    }
  }

  #autoscalers(): KubernetesObject[] {
    return this.#context.store.list('horizontalpodautoscalers');
  }

  #hear({ resource, type, object, previous }: StoreEvent): void {
    if (resource === 'horizontalpodautoscalers') {
      if (type === 'DELETED') this.#recommended.delete(object.metadata.uid);
      else if (object.spec !== previous?.spec) this.#look(object);
    }
    const hasMoved =
      resource === 'deployments' &&
      type !== 'DELETED' &&
      ['replicas', 'readyReplicas'].some(
        field =>
          numberAt(object, 'status', field) !==
          numberAt(previous, 'status', field),
      );
    if (!hasMoved) return;
    const { namespace = '', name } = object.metadata;
    this.usageChanged(namespace, name);
  }

  /** At its next turn: each autoscaler has a beat of its own. */
  #look({ metadata }: KubernetesObject): void {
    const phase = parseInt(metadata.uid.slice(0, 6), 16) % PERIOD_MS;
    const now = this.#context.clock.now();
    const next = Math.ceil((now + 1 - phase) / PERIOD_MS) * PERIOD_MS + phase;
    this.#queue.addAt(`${metadata.namespace}/${metadata.name}`, next);
  }

  #sync(key: string): void {
    const { store, registry, clock } = this.#context;
    const [namespace, name] = key.split('/');
    const autoscaler = store.get('horizontalpodautoscalers', namespace, name);
    const target = textAt(autoscaler, 'spec', 'scaleTargetRef', 'name') ?? '';
    const workload = store.get('deployments', namespace, target);
    if (!autoscaler || !workload) return;
    const now = clock.now();
    const decision = this.#decide(autoscaler, workload, now);
    if ('reason' in decision) {
      this.#tell(autoscaler, idleStatus(autoscaler, decision, now));
      return;
    }
    const { uid } = autoscaler.metadata;
    const current = numberAt(workload, 'spec', 'replicas') ?? 0;
    if (decision.replicas !== current) {
      registry.scale(
        { kind: 'Deployment', namespace, name: target },
        decision.replicas,
        CONTROLLER_MANAGER,
      );
    }
    this.#recommended.set(uid, decision.recommended);
    this.#tell(
      autoscaler,
      autoscalerStatus(autoscaler, { decision, workload, now }),
    );
    const isHeld = decision.able.reason === 'ScaleDownStabilized';
    if (decision.replicas !== current || isHeld) this.#look(autoscaler);
  }

  #decide(
    autoscaler: KubernetesObject,
    workload: KubernetesObject,
    now: number,
  ) {
    const { namespace, name } = workload.metadata;
    const usage = this.#usage.get(`${namespace}/${name}`);
    const target = targetOf(autoscaler);
    const current = numberAt(workload, 'spec', 'replicas') ?? 0;
    if (current === 0) {
      return {
        reason: 'ScalingDisabled',
        message:
          'scaling is disabled since the replica count of the target is zero',
      };
    }
    if (!usage || target === undefined) {
      return {
        reason: 'FailedGetResourceMetric',
        message:
          'the HPA was unable to compute the replica count: failed to get cpu utilization: no metrics known for pods',
      };
    }
    return decideReplicas({
      min: numberAt(autoscaler, 'spec', 'minReplicas') ?? 1,
      max: numberAt(autoscaler, 'spec', 'maxReplicas') ?? current,
      target,
      current,
      ready: numberAt(workload, 'status', 'readyReplicas') ?? 0,
      usage,
      recommended: this.#rememberedBy(autoscaler, now),
      now,
    });
  }

  /** While it rested nothing changed: it would have recommended the same at each turn. */
  #rememberedBy({ metadata }: KubernetesObject, now: number): Recommendation[] {
    const recommended = this.#recommended.get(metadata.uid) ?? [];
    const last = recommended.at(-1);
    return last
      ? [...recommended, { at: now - PERIOD_MS, replicas: last.replicas }]
      : [];
  }

  #tell(autoscaler: KubernetesObject, status: object): void {
    if (isDeepStrictEqual(objectAt(autoscaler, 'status'), status)) return;
    this.#context.registry.replaceStatus(
      { ...autoscaler, status },
      CONTROLLER_MANAGER,
    );
  }
}

function scales(
  autoscaler: KubernetesObject,
  namespace: string,
  deployment: string,
): boolean {
  const target = objectAt(autoscaler, 'spec', 'scaleTargetRef');
  return (
    autoscaler.metadata.namespace === namespace &&
    target.kind === 'Deployment' &&
    target.name === deployment
  );
}
