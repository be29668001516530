import { podObject } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import type { WarningEvent } from '../WarningEvent';
import { containerConfig } from './containerConfig';
import { mount } from './mount';

const NOW = '2026-11-19T02:05:00Z';
const creating = podObject({
  status: { state: { waiting: { reason: 'ContainerCreating' } } },
  pod: { phase: 'Pending' },
});

function warning(
  reason: string,
  message: string,
  lastAt = '2026-11-19T02:04:30Z',
): WarningEvent {
  return { reason, message, count: 3, firstAt: '2026-11-19T02:00:05Z', lastAt };
}

function detect(warnings: WarningEvent[], pod = creating, now = NOW) {
  const facts = workloadFacts({
    pods: [pod],
    warnings: { [pod.uid]: warnings },
  });
  return [mount, containerConfig].flatMap(
    ({ detect: look }) => look(facts, now, DEFAULT_HEALTH_SETTINGS).findings,
  );
}

describe('mount', () => {
  it.each([
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-7" Volume is already exclusively attached to one node and can\'t be attached to another',
      'cannot attach volume pvc-7: it is still attached to another node',
    ],
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-7" Volume is already used by pod(s) orders-db-0',
      'cannot attach volume pvc-7: it is used by orders-db-0 on another node',
    ],
    [
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-7" : rpc error: code = NotFound desc = volume vol-1 not found',
      'cannot attach volume pvc-7: rpc error: code = NotFound desc = volume vol-1 not found',
    ],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "data" : mount failed: exit status 32',
      'cannot mount volume data: mount failed: exit status 32',
    ],
    [
      'FailedMount',
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
      'cannot mount volume data: it does not come up',
    ],
  ])('names volume and reason of %s: %s', (reason, message, title) => {
    expect(detect([warning(reason, message)])).toEqual([
      expect.objectContaining({
        title,
        severity: 'critical',
        since: '2026-11-19T02:00:00Z',
        afterSeconds: 60,
      }),
    ]);
  });

  it('tells the reason and not that the kubelet gave up waiting', () => {
    expect(
      detect([
        warning(
          'FailedMount',
          'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[]: timed out waiting for the condition',
        ),
        warning(
          'FailedAttachVolume',
          'AttachVolume.Attach failed for volume "pvc-7" : rpc error: disk is gone',
        ),
      ]).map(({ title }) => title),
    ).toEqual(['cannot attach volume pvc-7: rpc error: disk is gone']);
  });

  it.each([
    [
      'MountVolume.SetUp failed for volume "config" : configmap "settings" not found',
      'a volume needs ConfigMap settings, which is not there',
    ],
    [
      'MountVolume.SetUp failed for volume "config" : configmap references non-existent config key: app.yaml',
      'a volume needs key app.yaml of its ConfigMap, which is not there',
    ],
    [
      'MountVolume.SetUp failed for volume "tls" : references non-existent secret key: tls.crt',
      'a volume needs key tls.crt of its Secret, which is not there',
    ],
  ])(
    'leaves what a volume misses to the configuration: %s',
    (message, title) => {
      expect(detect([warning('FailedMount', message)])).toEqual([
        expect.objectContaining({ title, evidence: expect.any(Array) }),
      ]);
    },
  );

  it('is silent about a volume that came up late, and about one of long ago', () => {
    const message = 'MountVolume.SetUp failed for volume "data" : busy';
    const running = podObject({ ready: { status: 'True', at: NOW } });
    expect(detect([warning('FailedMount', message)], running)).toEqual([]);
    const pulling = podObject({
      status: { state: { waiting: { reason: 'CreateContainerError' } } },
      pod: { phase: 'Pending' },
    });
    expect(
      detect([warning('FailedMount', message)], pulling).map(
        ({ title }) => title,
      ),
    ).toEqual(['app cannot be started: CreateContainerError']);
    expect(
      detect(
        [warning('FailedMount', message)],
        creating,
        '2026-11-19T02:14:31Z',
      ),
    ).toEqual([]);
  });
});
