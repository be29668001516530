import type { PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { WarningEvent } from '../WarningEvent';
import type { WorkloadFacts } from '../WorkloadFacts';
import {
  containersEvidence,
  eventsEvidence,
  messageEvidence,
  type ContainerSign,
} from './evidence';
import { missingConfigIn, missingConfigText } from './missingConfig';
import { MOUNT_REASONS, awaitsVolumes } from './mount';
import { detectionOf, livingPods, type Sign } from './signs';

/** Why a container cannot be made or started: `pkg/kubelet/kuberuntime/kuberuntime_container.go`, `pkg/kubelet/container/sync_result.go`. */
const WAITING: ReadonlySet<unknown> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'RunContainerError',
]);
/** How a container ends that the runtime could not start. */
const NEVER_RAN: ReadonlySet<unknown> = new Set([
  'StartError',
  'ContainerCannotRun',
]);
const REASON_CHARS = 160;

interface ConfigSign extends Sign {
  container?: ContainerSign['container'];
  message?: string;
  title: string;
}

/**
 * A container that can never start as it is configured: what it names is not there, or the runtime cannot do what it asks for. The kubelet
 * tries again for ever. A ConfigMap may come a moment after the pod.
 */
export const containerConfig: Detector<WorkloadFacts> = {
  name: 'container-config',
  detect(facts, now, { containerConfig: { afterSeconds } }) {
    const signs = livingPods(facts).flatMap((pod): ConfigSign[] => {
      const base = {
        pod,
        since: pod.unreadySince ?? pod.createdAt,
        afterSeconds,
      };
      const own = containersOf(pod).map(sign => ({ ...base, ...sign }));
      return own.length > 0
        ? own
        : volumesOf(pod, facts).map(sign => ({ ...base, ...sign }));
    });
    return detectionOf(signs, facts, now, group => ({
      title: group[0].title,
      evidence: [
        ...containersEvidence(
          group.filter(
            (sign): sign is ConfigSign & ContainerSign =>
              sign.container !== undefined,
          ),
        ),
        ...messageEvidence(
          'Message',
          group.map(({ message }) => message),
        ),
        ...eventsEvidence(group, facts),
      ].filter(({ text }) => text !== ''),
    }));
  },
};

type Own = Pick<ConfigSign, 'cause' | 'title' | 'message' | 'container'>;

function containersOf(pod: PodObject): Own[] {
  return pod.containers.flatMap((container): Own[] => {
    const { name, waiting, ended } = container;
    // One that runs by now was started after all.
    const hasFailed =
      ended !== undefined &&
      NEVER_RAN.has(ended.reason) &&
      container.unreadySince === undefined;
    const isBlocked = WAITING.has(waiting);
    if (!isBlocked && !(hasFailed && !pod.isReady)) return [];
    const message = hasFailed ? ended.message : container.message;
    const missing = message && missingConfigIn(message);
    const what = missing && missingConfigText(missing);
    return [
      {
        container,
        message,
        cause: what ?? `${name} ${hasFailed ? ended.reason : waiting}`,
        title: what
          ? `${name} needs ${what}, which is not there`
          : `${name} cannot be started: ${reasonIn(message ?? waiting ?? '')}`,
      },
    ];
  });
}

/** Of a volume the kubelet says in Events alone that it misses something; nothing of the pod has started then. */
function volumesOf(pod: PodObject, facts: WorkloadFacts): Own[] {
  if (!awaitsVolumes(pod)) return [];
  const found = facts
    .warnings(pod.uid)
    .filter(({ reason }) => MOUNT_REASONS.has(reason))
    .flatMap(({ message }: WarningEvent): Own[] => {
      const missing = missingConfigIn(message);
      const what = missing && missingConfigText(missing);
      return what
        ? [
            {
              message,
              cause: what,
              title: `a volume needs ${what}, which is not there`,
            },
          ]
        : [];
    });
  return [...new Map(found.map(own => [own.cause, own])).values()];
}

/** What only says who passes an error on. */
const PREFIX =
  /^(failed to [^:]+|OCI runtime \w+ failed|runc \w+ failed|unable to start container process|error during container init|Error response from daemon): ?/;

/** The end of a chain of errors is the word of who knows. */
function reasonIn(message: string): string {
  let rest = message.replace(/ \(pod: .*$/, '');
  while (PREFIX.test(rest)) rest = rest.replace(PREFIX, '');
  return rest.slice(0, REASON_CHARS);
}
