import type { Controller, ControllerContext } from './Context.ts';
import {
  AutoscalerController,
  type UsageTable,
} from './autoscaler/AutoscalerController.ts';
import { DeploymentController } from './deployment/DeploymentController.ts';
import { DisruptionController } from './disruption/DisruptionController.ts';
import { EventRecorder } from './events/EventRecorder.ts';
import { GarbageCollector } from './GarbageCollector.ts';
import { JobController } from './job/JobController.ts';
import { Kubelets } from './pods/Kubelets.ts';
import { ReplicaSetController } from './replicaset/ReplicaSetController.ts';
import { RolloutController } from './rollout/RolloutController.ts';

export type { Usage } from './autoscaler/decideReplicas.ts';

/** All that acts in a cluster by itself. */
export function startControllers(
  context: ControllerContext,
  options: { nodes: readonly string[]; usage: UsageTable },
): { autoscaler: AutoscalerController; controllers: Controller[] } {
  const { nodes, usage } = options;
  const autoscaler = AutoscalerController.create(context, { usage });
  const events = EventRecorder.create(context);
  return {
    autoscaler,
    controllers: [
      autoscaler,
      DeploymentController.create(context),
      ReplicaSetController.create(context),
      RolloutController.create(context),
      JobController.create(context, { events }),
      DisruptionController.create(context),
      Kubelets.create(context, { nodes, events }),
      events,
      GarbageCollector.create(context),
    ],
  };
}
