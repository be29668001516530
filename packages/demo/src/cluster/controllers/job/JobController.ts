import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import { podManifest } from '../pods/podManifest.ts';
import { SyncLoop } from '../SyncLoop.ts';
import { syncJob } from './syncJob.ts';

const ROUND_TRIP_MS = 40;

/** Runs Jobs: makes their pods, counts how they end, and removes what has ended long ago where that is wanted. */
export class JobController implements Controller {
  readonly #context: ControllerContext;
  readonly #loop: SyncLoop;

  static create(context: ControllerContext): JobController {
    return new JobController(context);
  }

  private constructor(context: ControllerContext) {
    this.#context = context;
    this.#loop = SyncLoop.start({
      context,
      kind: 'Job',
      resource: 'jobs',
      dependents: 'pods',
      delayMs: ROUND_TRIP_MS,
      sync: job => this.#sync(job),
    });
  }

  stop(): void {
    this.#loop.stop();
  }

  #sync(job: KubernetesObject): number | undefined {
    const { store, registry, clock } = this.#context;
    const { create, remove, status, isExpired, recheckAt } = syncJob({
      job,
      pods: store.ownedBy(job.metadata.uid, 'pods'),
      now: clock.now(),
    });
    if (isExpired) {
      registry.delete({ ...job.metadata, kind: 'Job' });
      return undefined;
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
    return recheckAt;
  }
}
