import { found, leanWorkload } from '../../__testUtils__/objectFacts';
import type { LeanWorkload } from '../../interpret';
import type { ServiceObject } from '../../kinds';
import { ENDPOINTS_ASPECT } from './endpoints';

const web = (
  replicas: number,
  ready: number,
  more: Partial<LeanWorkload> = {},
) =>
  leanWorkload({
    deployment: { name: 'web', replicas, status: { readyReplicas: ready } },
    ...more,
  });
const opened = (start: string) =>
  ({
    open: { rollout: { start } },
  } as Partial<LeanWorkload>);

function look(
  workloads: LeanWorkload[],
  {
    service = { selector: { app: 'web' } },
    wasReady = true,
    now = '2026-11-24T17:01:00Z',
  }: {
    service?: Partial<ServiceObject>;
    wasReady?: boolean;
    now?: string;
  } = {},
) {
  return found(
    ENDPOINTS_ASPECT,
    {
      object: { name: 'web' },
      standing: { since: '2026-11-24T17:00:30Z', wasReady },
    },
    {
      now,
      workloads,
      surroundings: { service: () => service as ServiceObject },
    },
  );
}

describe('a Service without a ready endpoint', () => {
  it('is told with how its pods are, after half a minute', () => {
    expect(look([web(3, 0)])).toMatchObject([
      {
        detector: 'endpoints',
        severity: 'warning',
        title: 'Service web has no ready endpoint',
        since: '2026-11-24T17:00:30Z',
        workloads: ['web'],
        isOpen: true,
        evidence: [
          { label: 'Selector', text: 'app=web' },
          { label: 'Pods', text: 'web: 0 of 3 ready' },
        ],
      },
    ]);
    expect(look([web(3, 0)], { now: '2026-11-24T17:00:59Z' })[0].isOpen).toBe(
      false,
    );
  });

  it('is critical where its pods are well and it leads past them', () => {
    const service = {
      selector: { app: 'wbe' },
      formerSelector: { app: 'web' },
    };
    expect(look([web(3, 3)], { service })).toMatchObject([
      {
        severity: 'critical',
        title: 'Service web leads nowhere since its selector changed',
        workloads: ['web'],
        isOpen: true,
      },
    ]);
  });

  it('is a note where it leads to no workload at all', () => {
    const service = { selector: { app: 'gone' } };
    expect(look([web(3, 3)], { service })).toMatchObject([
      {
        severity: 'info',
        title: 'Service web leads nowhere: no workload has its labels',
        afterSeconds: 600,
        isOpen: false,
      },
    ]);
  });

  it('lets pods start, for the first time or from zero', () => {
    const starting = web(3, 0, opened('2026-11-24T17:00:20Z'));
    expect(look([starting], { wasReady: false })[0].isOpen).toBe(false);
    const fromZero = web(3, 0, opened('2026-11-24T17:00:40Z'));
    expect(look([fromZero])[0].isOpen).toBe(false);
    expect(look([fromZero], { now: '2026-11-24T17:10:40Z' })[0].isOpen).toBe(
      true,
    );
    // A rollout that took all pods away is no start.
    expect(look([starting])[0].isOpen).toBe(true);
  });

  it.each([
    ['it has no selector', () => look([web(3, 0)], { service: {} })],
    ['its workload is scaled to zero', () => look([web(0, 0)])],
  ])('is silent where %s', (_, looked) => {
    expect(looked()).toEqual([]);
  });
});
