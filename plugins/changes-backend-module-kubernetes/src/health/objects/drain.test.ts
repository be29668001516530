import { found, leanWorkload, troubled } from '../../__testUtils__/objectFacts';
import type { BudgetObject } from '../../kinds';
import { POD_DISRUPTION_BUDGET } from '../../kinds';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { DRAIN_ASPECT } from './drain';

const cordoned = troubled('Node', 'node-0');
const budget = POD_DISRUPTION_BUDGET.read(
  troubled('PodDisruptionBudget', 'web'),
  Redactor.create({}),
) as BudgetObject;
const web = leanWorkload({ deployment: { name: 'web' } });
const other = leanWorkload({ deployment: { name: 'other' } });
const agent = leanWorkload({
  deployment: { name: 'agent' },
  type: { kind: 'DaemonSet', group: 'apps' },
});

function drainWith(
  workloads: (typeof web)[],
  { allowed = 0, now }: { allowed?: number; now?: string } = {},
  node = cordoned,
) {
  return found(DRAIN_ASPECT, node, {
    now,
    workloads,
    surroundings: {
      podsOn: (_, { uid }) => [`pod-of-${uid}`],
      budgetsOf: ({ traits }) =>
        traits === web.traits
          ? [{ ...budget, disruptions: { ...budget.disruptions!, allowed } }]
          : [],
    },
  });
}

describe('a drain that a budget holds up', () => {
  it('names the budget and the pods that may not go', () => {
    expect(drainWith([web, agent])).toMatchObject([
      {
        detector: 'drain-blocked',
        cause: 'shop/web',
        severity: 'warning',
        title:
          'node node-0 cannot be drained: PodDisruptionBudget web lets no pod of web go',
        since: '2026-11-24T16:58:38Z',
        workloads: ['web'],
        isOpen: true,
        evidence: [
          {
            label: 'Budget',
            text: 'shop/web: 2 of 3 pods healthy, 3 wanted',
          },
          { label: 'Pods', text: `pod-of-${web.uid}` },
        ],
      },
    ]);
    const [soon] = drainWith([web], { now: '2026-11-24T17:08:37Z' });
    expect(soon.isOpen).toBe(false);
  });

  it('is silent where the node was only cordoned, so that others stay too', () => {
    expect(drainWith([web, other])).toEqual([]);
    const going = troubled('Node', 'node-0', object => ({
      ...object,
      spec: {
        taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }],
      },
    }));
    expect(drainWith([web, other], {}, going)).toHaveLength(1);
  });

  it.each([
    ['the budget lets pods go', () => drainWith([web], { allowed: 1 })],
    ['nothing is left but agents', () => drainWith([agent])],
    [
      'the node takes pods',
      () => drainWith([web], {}, troubled('Node', 'node-1')),
    ],
  ])('is silent where %s', (_, look) => {
    expect(look()).toEqual([]);
  });
});
