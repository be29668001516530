import type { Detector } from '../Detector';
import type { WorkloadFacts } from '../WorkloadFacts';
import {
  containersEvidence,
  eventsEvidence,
  messageEvidence,
  nodesEvidence,
  warningsOf,
  type ContainerSign,
} from './evidence';
import { detectionOf, livingPods } from './signs';

/** Why a container waits for its image: `pkg/kubelet/images/types.go` and `pkg/kubelet/images/image_manager.go`. */
const REASONS: ReadonlySet<unknown> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** What registries and runtimes answer, and what it means; the first that fits. */
const PROBLEMS: readonly [RegExp, string][] = [
  [/ErrImageNeverPull/, 'not on the node, and its policy is never to pull'],
  [/InvalidImageName|InvalidReference/i, 'its name is not valid'],
  [/SignatureValidationFailed/, 'its signature is not accepted'],
  [
    /toomanyrequests|rate limit|\b429\b/i,
    'the registry lets nobody pull so much',
  ],
  [/x509|certificate/i, 'the certificate of the registry is not trusted'],
  [/no space left/i, 'no space left on the node'],
  [/no match for platform|no matching manifest/i, 'not made for this platform'],
  [
    /repository does not exist or may require/i,
    'not found, or no access to it',
  ],
  [
    /unauthorized|denied|authentication|no basic auth|\b40[13]\b/i,
    'no access to it',
  ],
  [/not found|manifest unknown|no such manifest|\b404\b/i, 'not found'],
  [
    /no such host|dial tcp|timeout|timed out|deadline exceeded|connection re|RegistryUnavailable|\bEOF\b|\b50[0-4]\b/i,
    'the registry does not answer',
  ],
];

/**
 * An image that cannot be pulled. The kubelet tries again for ever, with a back-off of up to 5 minutes, and says between attempts that it
 * waits. A first failure may be the registry's hiccup.
 */
export const imagePull: Detector<WorkloadFacts> = {
  name: 'image-pull',
  detect(facts, now, { imagePull: { afterSeconds } }) {
    const signs = livingPods(facts).flatMap(pod =>
      pod.containers
        .filter(({ waiting }) => REASONS.has(waiting))
        .map(
          (container): ContainerSign => ({
            pod,
            container,
            cause: container.image ?? container.name,
            since: pod.unreadySince ?? pod.createdAt,
            afterSeconds,
          }),
        ),
    );
    return detectionOf(signs, facts, now, group => {
      const [{ cause: image }] = group;
      const messages = messagesOf(group, facts);
      return {
        title: `cannot pull ${image}${problemOf(messages)}`,
        evidence: [
          ...containersEvidence(group),
          ...messageEvidence('Message', messages.slice(0, 1)),
          ...eventsEvidence(group, facts),
          ...nodesEvidence(group, facts),
        ],
      };
    });
  },
};

/** Between two attempts older kubelets say no more than that they wait. */
function messagesOf(
  group: readonly ContainerSign[],
  facts: WorkloadFacts,
): string[] {
  return [
    ...group.flatMap(({ container }) => container.message ?? []),
    ...warningsOf(group, facts)
      .filter(({ reason }) => reason === 'Failed' || reason === 'InspectFailed')
      .map(({ message }) => message),
    ...group.flatMap(({ container }) => container.waiting ?? []),
  ];
}

function problemOf(messages: readonly string[]): string {
  for (const message of messages) {
    const problem = PROBLEMS.find(([pattern]) => pattern.test(message));
    if (problem) return `: ${problem[1]}`;
  }
  return '';
}
