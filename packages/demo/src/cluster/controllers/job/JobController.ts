import type { StoreEvent } from '../../http/index.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { controllerOf } from '../owners.ts';
import { podManifest } from '../pods/podManifest.ts';
import { WorkQueue } from '../WorkQueue.ts';
import { syncJob } from './syncJob.ts';

const ROUND_TRIP_MS = 40;

/** Runs Jobs: makes their pods, counts how they end, and removes what has ended long ago where that is wanted. */
export class JobController implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #stopListening: () => void;

  static create(context: ControllerContext): JobController {
    return new JobController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = WorkQueue.create({
      clock: context.clock,
      delayMs: ROUND_TRIP_MS,
      work: key => this.#sync(key),
    });
    this.#stopListening = context.store.listen(event => this.#hear(event));
    for (const { metadata } of context.store.list('jobs')) {
      this.#queue.add(`${metadata.namespace}/${metadata.name}`);
    }
  }

  stop(): void {
    this.#stopListening();
    this.#queue.stop();
  }

  #hear({ resource, object }: StoreEvent): void {
    const { namespace, name } = object.metadata;
    if (resource === 'jobs') this.#queue.add(`${namespace}/${name}`);
    if (resource !== 'pods') return;
    const owner = controllerOf(object);
    if (owner?.kind === 'Job') this.#queue.add(`${namespace}/${owner.name}`);
  }

  #sync(key: string): void {
    const { store, registry, clock } = this.#context;
    const [namespace, name] = key.split('/');
    const job = store.get('jobs', namespace, name);
    if (!job) return;
    const { create, remove, status, isExpired, recheckAt } = syncJob({
      job,
      pods: store.ownedBy(job.metadata.uid, 'pods'),
      now: clock.now(),
    });
    if (isExpired) {
      registry.delete({ ...job.metadata, kind: 'Job' });
      return;
    }
    for (let made = 0; made < create; made++) {
      registry.create(podManifest(job), CONTROLLER_MANAGER);
    }
    for (const pod of remove) {
      registry.delete({ ...pod.metadata, kind: 'Pod' });
    }
    if (status) {
      registry.replaceStatus({ ...job, status }, CONTROLLER_MANAGER);
    }
    if (recheckAt !== undefined) this.#queue.addAt(key, recheckAt);
  }
}
