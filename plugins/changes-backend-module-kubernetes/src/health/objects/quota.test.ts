import { found, troubled } from '../../__testUtils__/objectFacts';
import { podOf, workloadFacts } from '../../__testUtils__/workloadFacts';
import { DEFAULT_HEALTH_SETTINGS } from '../HealthSettings';
import { WORKLOAD_DETECTORS } from '../detectors';
import { judge } from '../judge';
import { QUOTA_ASPECT } from './quota';
import { quotaRefusal } from './quotaRefusal';

const NOW = '2026-11-24T17:00:00Z';

describe('a quota', () => {
  it('that is used up is worth a note, and no harm', () => {
    expect(
      found(QUOTA_ASPECT, troubled('ResourceQuota', 'compute')),
    ).toMatchObject([
      {
        detector: 'quota',
        severity: 'info',
        title: 'quota compute is used up: pods 2 of 2',
        afterSeconds: 900,
        workloads: [],
      },
    ]);
  });

  it('is silent where something is left, and where it forbids on purpose', () => {
    const left = troubled('ResourceQuota', 'compute', object => ({
      ...object,
      status: {
        hard: { pods: '3', 'requests.cpu': '1', 'services.loadbalancers': '0' },
        used: {
          pods: '2',
          'requests.cpu': '999m',
          'services.loadbalancers': '0',
        },
      },
    }));
    expect(found(QUOTA_ASPECT, left)).toEqual([]);
    const amounts = troubled('ResourceQuota', 'compute', object => ({
      ...object,
      status: {
        hard: { 'requests.cpu': '1' },
        used: { 'requests.cpu': '1000m' },
      },
    }));
    expect(found(QUOTA_ASPECT, amounts)).toHaveLength(1);
  });
});

describe('pods that a quota refuses', () => {
  const refused = {
    reason: 'FailedCreate',
    message:
      'Error creating: pods "api-58685b48cc-m84qm" is forbidden: exceeded quota: compute, requested: pods=1,requests.cpu=100m, used: pods=2,requests.cpu=200m, limited: pods=2,requests.cpu=1',
    count: 9,
    firstAt: '2026-11-24T16:57:52Z',
    lastAt: '2026-11-24T16:58:20Z',
  };
  const look = (
    status: Record<string, unknown>,
    warnings: (typeof refused)[],
    replicas = 3,
  ) =>
    quotaRefusal.detect(
      workloadFacts({
        deployment: { replicas, status: { ...status } },
        workload: { uid: 'd1' },
        warnings: { d1: warnings },
      }),
      NOW,
      DEFAULT_HEALTH_SETTINGS,
    ).findings;

  it('are told of their workload, with what there is not enough of', () => {
    expect(look({ replicas: 2, readyReplicas: 2 }, [refused])).toMatchObject([
      {
        cause: 'compute',
        title: 'quota compute admits no more of its pods: pods 2 of 2',
        since: '2026-11-24T16:57:52Z',
      },
    ]);
  });

  it.each([
    ['all pods could be made meanwhile', { replicas: 3 }, [refused]],
    ['nobody says so', { replicas: 2 }, []],
    [
      'something else refused them',
      { replicas: 2 },
      [{ ...refused, message: 'violates PodSecurity "restricted"' }],
    ],
  ])('are silent where %s', (_, status, warnings) => {
    expect(look(status, warnings)).toEqual([]);
  });

  const short = {
    deployment: { replicas: 3, status: { replicas: 2, readyReplicas: 2 } },
    workload: { uid: 'd1' },
    warnings: { d1: [refused] },
  };

  it('explain that pods are missing, which is no issue besides', () => {
    const { found: all } = judge(
      WORKLOAD_DETECTORS,
      workloadFacts({
        ...short,
        pods: ['a', 'b'].map(name => podOf({ name })),
      }),
      {
        now: NOW,
        settings: DEFAULT_HEALTH_SETTINGS,
        isTold: () => true,
      },
    );
    expect(all.map(({ detector }) => detector)).toEqual(['quota']);
    expect(all[0].evidence.map(({ label }) => label)).toContain('Replicas');
  });

  it('are over once one was made, though others are missing for a moment', () => {
    const createdAt = '2026-11-24T16:59:00Z';
    const { findings } = quotaRefusal.detect(
      workloadFacts({ ...short, pods: [podOf({ createdAt })] }),
      NOW,
      DEFAULT_HEALTH_SETTINGS,
    );
    expect(findings).toEqual([]);
  });
});
