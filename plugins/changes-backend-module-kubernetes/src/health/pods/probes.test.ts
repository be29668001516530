import { podObject, type PodDraft } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import type { WarningEvent } from '../WarningEvent';
import { probeAnswer } from './probeAnswer';
import { livenessProbe, readinessProbe, startupProbe } from './probes';

const NOW = '2026-11-19T02:50:00Z';
const http = { httpGet: { path: '/healthz', port: 8080 } };

function failure(
  probe: string,
  draft: Partial<WarningEvent> = {},
): WarningEvent {
  return {
    reason: 'Unhealthy',
    message: `${probe} probe failed: Get "http://10.1.2.3:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    component: 'kubelet',
    fieldPath: 'spec.containers{app}',
    count: 9,
    firstAt: '2026-11-19T02:46:07Z',
    lastAt: '2026-11-19T02:49:00Z',
    ...draft,
  };
}

function detect(draft: PodDraft, warnings: WarningEvent[] = [], now = NOW) {
  const pod = podObject(draft);
  const facts = workloadFacts({
    pods: [pod],
    warnings: { [pod.uid]: warnings },
  });
  return [readinessProbe, livenessProbe, startupProbe].flatMap(detector =>
    detector
      .detect(facts, now, DEFAULT_HEALTH_SETTINGS)
      .findings.map(finding => ({ name: detector.name, ...finding })),
  );
}

/** A container that was killed and runs again. */
const killed = (at: string, restartCount: number) => ({
  restartCount,
  lastState: {
    terminated: {
      exitCode: 137,
      reason: 'Error',
      startedAt: '2026-11-19T02:00:00Z',
      finishedAt: at,
    },
  },
});

describe('readinessProbe', () => {
  const container = { readinessProbe: http };

  it('counts soon where the pod was ready before, later where it never was', () => {
    expect(
      detect({
        container,
        ready: { status: 'False', at: '2026-11-19T02:40:00Z' },
      }),
    ).toEqual([
      expect.objectContaining({
        name: 'probe-readiness',
        title: 'app fails its readiness probe',
        since: '2026-11-19T02:40:00Z',
        afterSeconds: 30,
      }),
    ]);
    expect(detect({ container })).toEqual([
      expect.objectContaining({
        since: '2026-11-19T02:00:00Z',
        afterSeconds: 120,
      }),
    ]);
    const patient = { ...http, initialDelaySeconds: 300, periodSeconds: 30 };
    expect(detect({ container: { readinessProbe: patient } })).toEqual([
      expect.objectContaining({ afterSeconds: 390 }),
    ]);
  });

  it('says what was asked and what came back', () => {
    const [{ title, evidence }] = detect({ container }, [failure('Readiness')]);
    expect(title).toBe('app fails its readiness probe: no answer in time');
    expect(evidence).toContainEqual({
      label: 'Probe',
      text: 'readiness: GET :8080/healthz every 10 s, answer within 1 s, 3 failures in a row count',
    });
    expect(evidence).toContainEqual({
      label: 'Events',
      text: 'Unhealthy ×9, latest 2026-11-19T02:49:00Z',
    });
  });

  it('is silent where a pod is not ready for another reason', () => {
    // Its node does not answer; a readiness gate is closed; it has no probe; its startup probe comes first; it is ready again.
    expect(detect({ container, status: { ready: true } })).toEqual([]);
    expect(detect({})).toEqual([]);
    expect(
      detect({
        container: { readinessProbe: http, startupProbe: http },
        status: { started: false },
      }),
    ).toEqual([]);
    expect(
      detect({ container, ready: { status: 'True', at: NOW } }, [
        failure('Readiness'),
      ]),
    ).toEqual([]);
  });
});

describe('livenessProbe', () => {
  const container = { livenessProbe: http };

  it('tells of containers that are killed for it', () => {
    expect(
      detect({ container, status: killed('2026-11-19T02:48:37Z', 3) }, [
        failure('Liveness'),
      ]),
    ).toEqual([
      expect.objectContaining({
        name: 'probe-liveness',
        title:
          'app is killed again and again for failing its liveness probe: no answer in time',
        since: '2026-11-19T02:46:07Z',
      }),
    ]);
  });

  it('is silent about failures that killed nothing, a crash before them, and what has recovered', () => {
    const ready = (at: string) => ({ status: 'True' as const, at });
    const failures = [failure('Liveness')];
    expect(
      detect({ container, ready: ready('2026-11-19T02:00:10Z') }, failures),
    ).toEqual([]);
    expect(
      detect(
        { container, status: killed('2026-11-19T01:00:00Z', 1) },
        failures,
      ),
    ).toEqual([]);
    expect(
      detect(
        {
          container,
          status: { ...killed('2026-11-19T02:46:37Z', 1), ready: true },
          ready: ready('2026-11-19T02:46:50Z'),
        },
        failures,
      ),
    ).toEqual([]);
    expect(
      detect(
        { container, status: killed('2026-11-19T02:48:37Z', 3) },
        failures,
        '2026-11-19T02:59:01Z',
      ),
    ).toEqual([]);
  });

  it('leaves the other container alone', () => {
    expect(
      detect({ container, status: killed('2026-11-19T02:48:37Z', 3) }, [
        failure('Liveness', { fieldPath: 'spec.containers{sidecar}' }),
      ]),
    ).toEqual([]);
  });
});

describe('startupProbe', () => {
  const container = { startupProbe: { ...http, failureThreshold: 30 } };

  it('tells of a container that is killed before it is up, not of one that is on its way', () => {
    const failures = [failure('Startup')];
    expect(detect({ container, status: { started: false } }, failures)).toEqual(
      [],
    );
    expect(
      detect(
        {
          container,
          status: { started: false, ...killed('2026-11-19T02:48:00Z', 1) },
        },
        failures,
      ),
    ).toEqual([
      expect.objectContaining({
        name: 'probe-startup',
        title:
          'app did not come up in the time that its startup probe gives it: no answer in time',
      }),
    ]);
  });
});

describe('probeAnswer', () => {
  it.each([
    [
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
      'answers 503',
    ],
    [
      'Liveness probe failed: Get "http://10.1.2.3:8080/": dial tcp 10.1.2.3:8080: connect: connection refused',
      'nothing listens on its port',
    ],
    [
      'Readiness probe failed: command timed out: "sh -c check" timed out after 1s',
      'no answer in time',
    ],
    [
      'Readiness probe errored and resulted in unknown state: rpc error: exec: "pg_isready": executable file not found in $PATH',
      'its command is not there',
    ],
    ['Readiness probe failed: no primary\nmore', 'no primary'],
    ['Readiness probe failed: ', ''],
  ])('%s', (message, answer) => {
    expect(probeAnswer(message)).toBe(answer);
  });
});
