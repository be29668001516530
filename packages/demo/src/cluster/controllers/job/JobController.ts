import { listAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import {
  CONTROLLER_MANAGER,
  type Controller,
  type ControllerContext,
} from '../Context.ts';
import type { EventRecorder } from '../events/EventRecorder.ts';
import { podManifest } from '../pods/podManifest.ts';
import { SyncLoop } from '../SyncLoop.ts';
import { syncJob } from './syncJob.ts';

const ROUND_TRIP_MS = 40;

/** Runs Jobs: makes their pods, counts how they end, and removes what has ended long ago where that is wanted. */
export class JobController implements Controller {
  readonly #context: ControllerContext;
  readonly #events: EventRecorder;
  readonly #loop: SyncLoop;

  static create(
    context: ControllerContext,
    options: { events: EventRecorder },
  ): JobController {
    return new JobController(context, options.events);
  }

  private constructor(context: ControllerContext, events: EventRecorder) {
    this.#context = context;
    this.#events = events;
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
      const written = registry.replaceStatus(
        { ...job, status },
        CONTROLLER_MANAGER,
      );
      this.#warn(written);
    }
    return recheckAt;
  }

  #warn(job: KubernetesObject): void {
    const failure = listAt(job, 'status', 'conditions').find(
      ({ type, status }) => type === 'Failed' && status === 'True',
    );
    if (!failure) return;
    const { reason, message } = failure as { reason: string; message: string };
    this.#events.warn(
      job,
      { reason, message },
      { component: 'job-controller' },
    );
  }
}
