import { podObject } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { imagePull } from './imagePull';

const NOW = '2026-11-19T02:05:00Z';
const IMAGE = 'acme/rest-api:v1';

function waiting(name: string, reason: string, message?: string) {
  return podObject({
    name,
    status: { state: { waiting: { reason, message } } },
    pod: { phase: 'Pending' },
  });
}

describe('imagePull', () => {
  it.each([
    [
      'ErrImagePull',
      `rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
      ': not found',
    ],
    [
      'ErrImagePull',
      'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
      ': no access to it',
    ],
    [
      'ErrImagePull',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope',
      ': not found, or no access to it',
    ],
    [
      'ErrImagePull',
      'toomanyrequests: You have reached your pull rate limit.',
      ': the registry lets nobody pull so much',
    ],
    [
      'ErrImagePull',
      'failed to do request: Head "https://registry.acme.example/v2/": dial tcp: lookup registry.acme.example: no such host',
      ': the registry does not answer',
    ],
    [
      'ErrImagePull',
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ': the certificate of the registry is not trusted',
    ],
    [
      'ErrImageNeverPull',
      'Container image "acme/rest-api:v1" is not present with pull policy of Never',
      ': not on the node, and its policy is never to pull',
    ],
    [
      'InvalidImageName',
      'Failed to apply default image tag "acme/rest-api::v1": couldn\'t parse image name: invalid reference format',
      ': its name is not valid',
    ],
    ['ImagePullBackOff', 'Back-off pulling image "acme/rest-api:v1"', ''],
  ])('%s: %s', (reason, message, problem) => {
    const facts = workloadFacts({ pods: [waiting('a', reason, message)] });
    expect(
      imagePull.detect(facts, NOW, DEFAULT_HEALTH_SETTINGS).findings,
    ).toEqual([
      expect.objectContaining({
        title: `cannot pull ${IMAGE}${problem}`,
        since: '2026-11-19T02:00:00Z',
      }),
    ]);
  });

  it('asks the Events where a kubelet only says that it waits', () => {
    const pod = waiting(
      'a',
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}"`,
    );
    const facts = workloadFacts({
      pods: [pod],
      warnings: {
        [pod.uid]: [
          {
            reason: 'Failed',
            message: `Failed to pull image "${IMAGE}": manifest unknown`,
            count: 4,
            firstAt: '2026-11-19T02:00:05Z',
            lastAt: '2026-11-19T02:04:00Z',
          },
        ],
      },
    });
    const [{ title }] = imagePull.detect(
      facts,
      NOW,
      DEFAULT_HEALTH_SETTINGS,
    ).findings;
    expect(title).toBe(`cannot pull ${IMAGE}: not found`);
  });

  it('is one issue for fifty pods, and less bad while those of the template before serve', () => {
    const pods = Array.from({ length: 50 }, (_, index) =>
      waiting(`new-${index}`, 'ImagePullBackOff', 'not found'),
    );
    const formerPods = Array.from({ length: 150 }, (_, index) =>
      podObject({ name: `old-${index}`, ready: { status: 'True', at: NOW } }),
    );
    const facts = workloadFacts({ pods, formerPods });
    const { findings } = imagePull.detect(facts, NOW, DEFAULT_HEALTH_SETTINGS);
    expect(findings).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
    expect(findings[0].witnesses).toMatchObject({ of: 200 });
    expect(findings[0].witnesses?.pods).toHaveLength(50);
  });
});
