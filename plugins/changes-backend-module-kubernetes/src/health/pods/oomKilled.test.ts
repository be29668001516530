import { podObject } from '../../__testUtils__/podObject';
import { workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { oomKilled } from './oomKilled';

const NOW = '2026-11-19T02:50:00Z';

/** A pod whose container was killed for its memory, and whether it is ready again since. */
function killed(name: string, at: string, restarts: number, readyAt?: string) {
  return podObject({
    name,
    container: { resources: { limits: { memory: '64Mi' } } },
    ready: readyAt ? { status: 'True', at: readyAt } : undefined,
    status: {
      restartCount: restarts,
      lastState: {
        terminated: {
          exitCode: 137,
          reason: 'OOMKilled',
          startedAt: '2026-11-19T02:40:00Z',
          finishedAt: at,
        },
      },
    },
  });
}

function detect(
  pods: ReturnType<typeof podObject>[],
  fields: { path: string; before?: string; after?: string }[] = [],
) {
  const facts = workloadFacts({
    pods,
    changes: [
      {
        at: '2026-11-19T02:41:00Z',
        title: 'rest-api changed labels',
        fields: [],
      },
      {
        at: '2026-11-19T02:30:00Z',
        title: 'rest-api cut memory',
        fields,
      },
    ],
  });
  return oomKilled.detect(facts, NOW, DEFAULT_HEALTH_SETTINGS);
}

const PATH = 'spec.template.spec.containers[app].resources.limits.memory';
const fine = podObject({
  name: 'fine',
  ready: { status: 'True', at: '2026-11-19T02:00:00Z' },
});
const bad = killed('bad', '2026-11-19T02:49:00Z', 3);

describe('oomKilled', () => {
  it('tells the limit, and that it was lowered and by which change', () => {
    expect(detect([bad]).findings).toEqual([
      expect.objectContaining({
        title: 'app is killed for its use of memory: the limit is 64Mi',
        severity: 'critical',
        since: '2026-11-19T02:49:00Z',
      }),
    ]);
    const [lowered] = detect(
      [bad],
      [{ path: PATH, before: '512Mi', after: '64Mi' }],
    ).findings;
    expect(lowered.title).toBe(
      'app is killed for its use of memory: the limit was lowered 512Mi → 64Mi',
    );
    expect(lowered.evidence).toContainEqual({
      label: 'Limit lowered',
      text: '2026-11-19T02:30:00Z: rest-api cut memory',
    });
    expect(
      detect([bad], [{ path: PATH, after: '64Mi' }]).findings[0].title,
    ).toBe('app is killed for its use of memory: a limit of 64Mi was set');
    expect(
      detect([bad], [{ path: PATH, before: '32Mi', after: '64Mi' }]).findings[0]
        .title,
    ).toBe('app is killed for its use of memory: the limit is 64Mi');
  });

  it('is as bad as many pods are hit', () => {
    const facts = workloadFacts({ pods: [bad, fine, fine] });
    facts.workload.counts.ready = 2;
    expect(
      oomKilled.detect(facts, NOW, DEFAULT_HEALTH_SETTINGS).findings[0],
    ).toMatchObject({
      severity: 'warning',
      witnesses: { pods: ['bad'], of: 3 },
    });
  });

  it('says no more than a word of one kill after which the pod came back', () => {
    const back = killed(
      'back',
      '2026-11-19T02:45:00Z',
      1,
      '2026-11-19T02:45:10Z',
    );
    expect(detect([back]).findings[0].severity).toBe('info');
    const again = killed(
      'back',
      '2026-11-19T02:49:00Z',
      2,
      '2026-11-19T02:49:10Z',
    );
    expect(detect([again]).findings[0].severity).toBe('critical');
  });

  it('is silent about a kill of long ago and about other ends', () => {
    const old = killed(
      'old',
      '2026-11-19T02:39:59Z',
      7,
      '2026-11-19T02:40:10Z',
    );
    expect(detect([old]).findings).toEqual([]);
    const crashed = podObject({
      status: {
        restartCount: 3,
        lastState: {
          terminated: { exitCode: 137, reason: 'Error', finishedAt: NOW },
        },
      },
    });
    expect(detect([crashed]).findings).toEqual([]);
  });

  it('looks again when the kill is old enough', () => {
    expect(detect([bad]).recheckAt).toBe('2026-11-19T02:59:00.000Z');
  });
});
