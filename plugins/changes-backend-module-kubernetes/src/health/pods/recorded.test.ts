import { recordedFacts } from '../../__testUtils__/recordedPods';
import type { WorkloadFactsDraft } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { containerConfig } from './containerConfig';
import { evicted } from './evicted';
import { imagePull } from './imagePull';
import { mount } from './mount';
import { oomKilled } from './oomKilled';
import { preempted } from './preempted';
import { livenessProbe, readinessProbe, startupProbe } from './probes';
import { terminating } from './terminating';
import { unschedulable } from './unschedulable';

const POD_DETECTORS = [
  containerConfig,
  imagePull,
  mount,
  unschedulable,
  oomKilled,
  startupProbe,
  livenessProbe,
  readinessProbe,
  evicted,
  preempted,
  terminating,
];

/** What counts of a recorded Deployment at a moment: detector, severity, sentence. */
function issuesOf(
  app: string,
  time: string,
  draft?: WorkloadFactsDraft,
): string[] {
  const now = `2026-11-24T${time}Z`;
  return POD_DETECTORS.flatMap(({ name, detect }) =>
    detect(
      recordedFacts(app, now, draft),
      now,
      DEFAULT_HEALTH_SETTINGS,
    ).findings.flatMap(({ severity, title, since, afterSeconds = 0 }) =>
      Date.parse(since!) + afterSeconds * 1000 <= Date.parse(now)
        ? [`${name} ${severity}: ${title}`]
        : [],
    ),
  );
}

describe('what a real control plane tells of pods', () => {
  it.each([
    [
      'an image that is not there',
      'nopull',
      '16:55:06',
      ['image-pull critical: cannot pull acme/nopull:v1-nopull: not found'],
    ],
    [
      'a ConfigMap that is not there',
      'config',
      '16:55:06',
      [
        'container-config critical: app needs ConfigMap settings, which is not there',
      ],
    ],
    [
      'a Secret that is not there',
      'secret',
      '16:55:06',
      ['container-config critical: app needs Secret token, which is not there'],
    ],
    [
      'a container that needs more memory than it may',
      'oom',
      '16:55:10',
      [
        'oom-killed critical: app is killed for its use of memory: the limit is 64Mi',
      ],
    ],
    [
      'a pod that never becomes ready',
      'notready',
      '16:56:56',
      ['probe-readiness critical: app fails its readiness probe: answers 503'],
    ],
    [
      'a pod that was ready and is so no more',
      'later',
      '17:03:06',
      ['probe-readiness critical: app fails its readiness probe: answers 503'],
    ],
    [
      'no node with its label',
      'lonely',
      '16:55:56',
      [
        "unschedulable critical: no node takes its pods: 3 node(s) didn't match Pod's node affinity/selector",
      ],
    ],
    [
      'no node with so much to give',
      'greedy',
      '16:57:27',
      ['unschedulable critical: no node takes its pods: 3 Insufficient cpu'],
    ],
    [
      'a claim that is not there',
      'claim',
      '16:55:56',
      [
        'unschedulable critical: no node takes its pods: persistentvolumeclaim "nowhere" not found',
      ],
    ],
    [
      'a finalizer that nobody ends',
      'once',
      '17:00:00',
      [
        'terminating info: pods that were deleted do not go: finalizer acme.io/hold holds them',
      ],
    ],
    [
      'a node that does not answer',
      'pinned',
      '17:04:40',
      [
        "unschedulable critical: no node takes its pods: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector",
        'terminating critical: pods that were deleted do not go: node node-1 does not answer',
      ],
    ],
  ])('names the reason: %s', (_, app, time, issues) => {
    const node = (name: string) => ({
      name,
      isReady: name !== 'node-1',
      isCordoned: false,
    });
    expect(issuesOf(app, time, { node })).toEqual(issues);
  });

  it.each([
    ['pods that are well', 'ready', '16:56:30'],
    ['a pod that was evicted by a drain', 'ready', '16:57:00'],
    ['a pod that still starts', 'notready', '16:55:20'],
    ['a pod that is being made', 'hang', '17:00:00'],
    ['a pod whose scheduling gate is closed', 'gated', '17:00:00'],
    ['a pod that waits for a node since a moment ago', 'lonely', '16:55:20'],
    ['a crash, which is told by another detector', 'crash', '16:55:30'],
    ['a pod that crashed and runs again', 'once', '17:02:45'],
  ])('is silent about %s', (_, app, time) => {
    const issues = issuesOf(app, time);
    expect(issues.filter(issue => !issue.startsWith('terminating'))).toEqual(
      [],
    );
  });

  it('names the reason: pods of higher priority, for as long as pods are missing and not for ever', () => {
    const of = (readyReplicas: number) => ({
      deployment: { name: 'filler', replicas: 3, status: { readyReplicas } },
    });
    const title = 'pods were taken away for others of higher priority';
    expect(issuesOf('filler', '16:56:40', of(2))).toEqual([
      `preempted warning: ${title}`,
    ]);
    expect(issuesOf('filler', '16:56:40', of(3))).toEqual([
      `preempted info: ${title}`,
    ]);
    expect(issuesOf('filler', '17:06:34', of(2))).toEqual([
      'unschedulable warning: no node takes its pods: 3 Insufficient cpu',
    ]);
  });
});
