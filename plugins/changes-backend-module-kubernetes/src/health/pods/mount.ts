import type { PodObject } from '../../kinds';
import type { Detector } from '../Detector';
import type { WarningEvent } from '../WarningEvent';
import type { WorkloadFacts } from '../WorkloadFacts';
import { eventsEvidence, messageEvidence, nodesEvidence } from './evidence';
import { missingConfigIn } from './missingConfig';
import {
  detectionOf,
  earlierOf,
  livingPods,
  recheckedAt,
  type Sign,
} from './signs';

/** Reasons of Events about a volume: `pkg/kubelet/events/event.go`. */
export const MOUNT_REASONS: ReadonlySet<string> = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
]);
/** The kubelet gives up waiting after 2 min 3 s, and Events come no more often than every 5 min once there were many. */
const FRESH_MS = 10 * 60_000;
const REASON_CHARS = 160;

/** A kubelet mounts all volumes before it pulls an image or makes a container. */
const BEFORE_ALL: ReadonlySet<unknown> = new Set([
  'ContainerCreating',
  'PodInitializing',
]);

/** Whether nothing of a pod has been made yet, though it has a node. */
export function awaitsVolumes({ phase, node, containers }: PodObject): boolean {
  return (
    phase === 'Pending' &&
    node !== undefined &&
    containers.every(({ waiting }) => BEFORE_ALL.has(waiting))
  );
}

interface MountSign extends Sign {
  message: string;
  title: string;
}

/**
 * A volume that cannot be attached or mounted, so that nothing of the pod starts. Kubernetes says so in Events alone. A volume that the
 * pod before still holds comes free within a minute, as a rule.
 */
export const mount: Detector<WorkloadFacts> = {
  name: 'mount',
  detect(facts, now, { mount: { afterSeconds } }) {
    const at = Date.parse(now);
    const signs = livingPods(facts).flatMap((pod): MountSign[] => {
      if (!awaitsVolumes(pod)) return [];
      const events = facts
        .warnings(pod.uid)
        .filter(
          ({ reason, message, lastAt }) =>
            MOUNT_REASONS.has(reason) &&
            missingConfigIn(message) === undefined &&
            Date.parse(lastAt) + FRESH_MS > at,
        );
      return mostTelling(events).map(({ message, firstAt, volume, title }) => ({
        pod,
        message,
        title,
        cause: volume,
        since: earlierOf(firstAt, pod.unreadySince),
        afterSeconds,
      }));
    });
    const stale = signs.flatMap(({ pod }) =>
      facts
        .warnings(pod.uid)
        .map(({ lastAt }) => Date.parse(lastAt) + FRESH_MS)
        .filter(moment => moment > at),
    );
    const detection = detectionOf(signs, facts, now, group => ({
      title: group[0].title,
      evidence: [
        ...messageEvidence(
          'Message',
          group.map(({ message }) => message),
        ),
        ...eventsEvidence(group, facts),
        ...nodesEvidence(group, facts),
      ],
    }));
    return recheckedAt(detection, stale);
  },
};

type Told = WarningEvent & { volume: string; title: string };

/** The kubelet's own timeout names the volume once more, and no reason. */
function mostTelling(events: readonly WarningEvent[]): Told[] {
  const told = events.map(event => ({ ...event, ...readMount(event.message) }));
  const byVolume = new Map<string, Told>();
  for (const one of told) {
    const known = byVolume.get(one.volume);
    if (!known || (isTimeout(known.message) && !isTimeout(one.message))) {
      byVolume.set(one.volume, one);
    }
  }
  const own = [...byVolume.values()];
  const reasons = own.filter(({ message }) => !isTimeout(message));
  return reasons.length > 0 ? reasons : own;
}

/** In the words of `GenerateMsg` in `pkg/volume/util/types` and of the kubelet's volume manager. */
function readMount(message: string): { volume: string; title: string } {
  const multi = /Multi-Attach error for volume "([^"]+)"/.exec(message);
  if (multi) {
    const users = /used by pod\(s\) (.+)$/.exec(message)?.[1];
    return {
      volume: multi[1],
      title: `cannot attach volume ${multi[1]}: it is ${
        users === undefined
          ? 'still attached to another node'
          : `used by ${users} on another node`
      }`,
    };
  }
  const failed = /^(\w+)\.\w+ failed for volume "([^"]+)" ?: ?(.*)$/s.exec(
    message,
  );
  if (failed) {
    const [, operation, volume, reason] = failed;
    const verb = operation === 'AttachVolume' ? 'attach' : 'mount';
    return {
      volume,
      title: `cannot ${verb} volume ${volume}: ${reason.slice(
        0,
        REASON_CHARS,
      )}`,
    };
  }
  const unmounted = /unmounted volumes=\[([^\]\s]+)/.exec(message)?.[1];
  return unmounted === undefined
    ? {
        volume: '',
        title: `cannot mount a volume: ${message.slice(0, REASON_CHARS)}`,
      }
    : {
        volume: unmounted,
        title: `cannot mount volume ${unmounted}: it does not come up`,
      };
}

function isTimeout(message: string): boolean {
  return message.startsWith('Unable to attach or mount volumes');
}
