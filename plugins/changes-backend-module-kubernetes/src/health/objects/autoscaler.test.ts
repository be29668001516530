import { found, leanWorkload, troubled } from '../../__testUtils__/objectFacts';
import type { KubernetesObject } from '../../kinds';
import { AUTOSCALER_ASPECT } from './autoscaler';

const web = leanWorkload({ deployment: { name: 'web' } });

const of = (name: string, changed?: (object: KubernetesObject) => unknown) =>
  troubled('HorizontalPodAutoscaler', name, changed);

/** The recorded one at its maximum, with other words of its status or spec. */
const atMaximum = (spec: object, status: object = {}) =>
  of('web', object => ({
    ...object,
    spec: { ...(object.spec as object), ...spec },
    status: { ...(object.status as object), ...status },
  }));

describe('an autoscaler at its maximum', () => {
  it('is told to its workload, ten minutes after it got there', () => {
    const [told, ...others] = found(AUTOSCALER_ASPECT, of('web'), {
      workloads: [web],
    });
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      detector: 'autoscaler-max',
      severity: 'warning',
      title: 'autoscaler web is at its maximum of 3 replicas and wants more',
      since: '2026-11-24T16:57:55Z',
      workloads: ['web'],
      isOpen: true,
      evidence: [
        { label: 'Replicas', text: '3 of 1–3' },
        {
          label: 'Condition',
          text: 'TooManyReplicas: the desired replica count is more than the maximum replica count',
        },
      ],
    });
    const soon = { now: '2026-11-24T17:07:54Z', workloads: [web] };
    expect(found(AUTOSCALER_ASPECT, of('web'), soon)[0].isOpen).toBe(false);
  });

  it('does not open where it needs no more, but stays open', () => {
    const satisfied = atMaximum({}, { conditions: [] });
    expect(found(AUTOSCALER_ASPECT, satisfied)).toMatchObject([
      { detector: 'autoscaler-max', isOpen: false },
    ]);
  });

  it.each([
    ['its bounds are the same', atMaximum({ minReplicas: 3 })],
    ['it has room again', atMaximum({ maxReplicas: 5 })],
    ['it went down', atMaximum({}, { currentReplicas: 2 })],
    ['it has just been made', atMaximum({}, { currentReplicas: undefined })],
  ])('is silent where %s', (_, object) => {
    expect(found(AUTOSCALER_ASPECT, object)).toEqual([]);
  });
});

describe('an autoscaler without metrics', () => {
  it('says which it cannot read, after five minutes', () => {
    const db = leanWorkload({ deployment: { name: 'db' } });
    expect(
      found(AUTOSCALER_ASPECT, of('db'), { workloads: [web, db] }),
    ).toMatchObject([
      {
        detector: 'autoscaler-metrics',
        severity: 'warning',
        title:
          'autoscaler db cannot read its metrics: unable to get metric queue_depth: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered',
        since: '2026-11-24T16:57:55Z',
        workloads: ['db'],
        isOpen: true,
      },
    ]);
    const soon = { now: '2026-11-24T17:02:54Z' };
    expect(found(AUTOSCALER_ASPECT, of('db'), soon)[0].isOpen).toBe(false);
  });

  it('is silent where somebody scaled the workload to zero', () => {
    const disabled = of('db', object => ({
      ...object,
      status: {
        currentReplicas: 0,
        conditions: [
          {
            type: 'ScalingActive',
            status: 'False',
            reason: 'ScalingDisabled',
            message:
              'scaling is disabled since the replica count of the target is zero',
          },
        ],
      },
    }));
    expect(found(AUTOSCALER_ASPECT, disabled)).toEqual([]);
  });
});
