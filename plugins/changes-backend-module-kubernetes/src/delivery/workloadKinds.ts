import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import type { ResourceName } from './threads';

/** Group and kind of what runs pods and would be named by a person. */
const WORKLOADS = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'argoproj.io/Rollout',
  'batch/CronJob',
]);

/** The workloads among some resources, as subjects of a cluster. */
export function workloadSubjects(
  cluster: string,
  resources: readonly ResourceName[],
): string[] {
  return [
    ...new Set(
      resources
        .filter(({ group, kind }) => WORKLOADS.has(`${group}/${kind}`))
        .map(resource => kubernetesSubject({ cluster, ...resource })),
    ),
  ].sort();
}
