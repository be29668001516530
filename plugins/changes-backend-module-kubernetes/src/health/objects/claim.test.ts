import { found, leanWorkload, troubled } from '../../__testUtils__/objectFacts';
import { CLAIM_ASPECT } from './claim';

const claim = (name: string) => troubled('PersistentVolumeClaim', name);
const user = (volumeClaim: string, replicas = 1) => {
  const workload = leanWorkload({ deployment: { name: 'db', replicas } });
  return {
    ...workload,
    mentions: { ...workload.mentions, volumeClaims: [volumeClaim] },
  };
};

describe('a claim without a volume', () => {
  it('names who should have made it, since that was asked', () => {
    expect(found(CLAIM_ASPECT, claim('slow'))).toMatchObject([
      {
        detector: 'claim-pending',
        severity: 'warning',
        title:
          'claim slow waits for a volume that example.com/none should make',
        since: '2026-11-24T16:57:52Z',
        isOpen: true,
      },
    ]);
    const soon = { now: '2026-11-24T17:02:51Z' };
    expect(found(CLAIM_ASPECT, claim('slow'), soon)[0].isOpen).toBe(false);
  });

  it('is told to the workloads that use it', () => {
    const workloads = [user('used-waits'), user('other')];
    expect(
      found(CLAIM_ASPECT, claim('used-waits'), { workloads })[0].workloads,
    ).toEqual(['db']);
  });

  it('says why it cannot be made', () => {
    const warnings = [
      {
        reason: 'ProvisioningFailed',
        message: 'storageclass.storage.k8s.io "ghost" not found',
      },
    ];
    expect(found(CLAIM_ASPECT, claim('no-class'), { warnings })).toMatchObject([
      {
        title:
          'claim no-class waits for a volume: storageclass.storage.k8s.io "ghost" not found',
        isOpen: true,
      },
    ]);
  });

  it('waits for one that is made by hand only while it is needed', () => {
    const using = (replicas: number) =>
      found(CLAIM_ASPECT, claim('static'), {
        workloads: [user('static', replicas)],
      });
    expect(using(1)).toMatchObject([
      { title: 'claim static waits for a volume: none fits' },
    ]);
    expect(using(0)).toEqual([]);
    expect(found(CLAIM_ASPECT, claim('static'))).toEqual([]);
  });

  it('tells at once that one has lost its volume', () => {
    const lost = troubled('PersistentVolumeClaim', 'bound', object => ({
      ...object,
      status: { phase: 'Lost' },
    }));
    expect(found(CLAIM_ASPECT, lost)).toMatchObject([
      { title: 'claim bound has lost its volume pv1', isOpen: true },
    ]);
  });

  it.each([
    ['it is bound', claim('bound')],
    ['its class waits for the first pod', claim('unused')],
    [
      'it is being deleted',
      troubled('PersistentVolumeClaim', 'slow', ({ metadata, ...rest }) => ({
        ...rest,
        metadata: { ...metadata, deletionTimestamp: '2026-11-24T17:00:00Z' },
      })),
    ],
  ])('is silent where %s', (_, object) => {
    expect(
      found(CLAIM_ASPECT, object, { workloads: [user('unused')] }),
    ).toEqual([]);
  });
});
