import { podObject, type PodDraft } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { containerConfig } from './containerConfig';

const NOW = '2026-11-19T02:05:00Z';

function titles(draft: PodDraft) {
  return containerConfig
    .detect(
      workloadFacts({ pods: [podObject(draft)] }),
      NOW,
      DEFAULT_HEALTH_SETTINGS,
    )
    .findings.map(({ title }) => title);
}

function waiting(reason: string, message: string): PodDraft {
  return { status: { state: { waiting: { reason, message } } } };
}

describe('containerConfig', () => {
  it.each([
    [
      'CreateContainerConfigError',
      'configmap "settings" not found',
      'app needs ConfigMap settings, which is not there',
    ],
    [
      'CreateContainerConfigError',
      "couldn't find key url in ConfigMap shop/settings",
      'app needs key url of ConfigMap settings, which is not there',
    ],
    [
      'CreateContainerConfigError',
      "couldn't find key password in Secret shop/orders-db",
      'app needs key password of Secret orders-db, which is not there',
    ],
    [
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root (pod: "rest-api-1_shop(1)", container: app)',
      'app cannot be started: container has runAsNonRoot and image will run as root',
    ],
    [
      'RunContainerError',
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH',
      'app cannot be started: exec: "serve": executable file not found in $PATH',
    ],
  ])('%s: %s', (reason, message, title) => {
    expect(titles(waiting(reason, message))).toEqual([title]);
  });

  it('knows a container that could not be started though it waits in a crash loop', () => {
    expect(
      titles({
        status: {
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: {
            terminated: {
              exitCode: 128,
              reason: 'StartError',
              message:
                'failed to create containerd task: exec: "serve": executable file not found in $PATH',
            },
          },
        },
      }),
    ).toEqual([
      'app cannot be started: exec: "serve": executable file not found in $PATH',
    ]);
  });

  it('tells of an init container', () => {
    expect(
      titles({
        status: { state: { waiting: { reason: 'PodInitializing' } } },
        init: {
          state: {
            waiting: {
              reason: 'CreateContainerConfigError',
              message: 'secret "token" not found',
            },
          },
        },
      }),
    ).toEqual(['prepare needs Secret token, which is not there']);
  });

  it('is silent about a pod that starts, and one that was started at last', () => {
    expect(titles(waiting('ContainerCreating', ''))).toEqual([]);
    expect(
      titles({
        ready: { status: 'True', at: NOW },
        status: {
          ready: true,
          restartCount: 1,
          lastState: { terminated: { exitCode: 128, reason: 'StartError' } },
        },
      }),
    ).toEqual([]);
  });
});
