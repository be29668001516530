import { at, listAt, textAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import type { Warning } from '../events/EventRecorder.ts';
import { behaviorOf } from './behavior.ts';

/** What a kubelet warns about while a pod is as it is. */
export function podWarnings(pod: KubernetesObject): Warning[] {
  const [status] = listAt(pod, 'status', 'containerStatuses');
  const [spec] = listAt(pod, 'spec', 'containers');
  if (!status || pod.metadata.deletionTimestamp) return [];
  const { image, name } = status as { image: string; name: string };
  const warn = (reason: string, message: string): Warning => ({
    reason,
    message,
    container: name,
  });
  switch (textAt(status, 'state', 'waiting', 'reason')) {
    case 'ErrImagePull':
      return [
        warn(
          'Failed',
          `Failed to pull image "${image}": failed to resolve reference "${image}": ${image}: not found`,
        ),
        warn('Failed', 'Error: ErrImagePull'),
      ];
    case 'ImagePullBackOff':
      return [warn('Failed', 'Error: ImagePullBackOff')];
    case 'CrashLoopBackOff': {
      const { name: pods, namespace, uid } = pod.metadata;
      return [
        warn(
          'BackOff',
          `Back-off restarting failed container ${name} in pod ${pods}_${namespace}(${uid})`,
        ),
      ];
    }
    default:
  }
  const isFailingProbe =
    at(status, 'state', 'running') !== undefined &&
    status.ready !== true &&
    behaviorOf(pod) === 'not-ready' &&
    at(spec, 'readinessProbe') !== undefined;
  return isFailingProbe
    ? [
        warn(
          'Unhealthy',
          'Readiness probe failed: HTTP probe failed with statuscode: 503',
        ),
      ]
    : [];
}
