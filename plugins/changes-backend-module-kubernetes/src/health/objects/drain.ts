import type { LeanWorkload } from '../../interpret';
import { NODE, readNode, type BudgetObject } from '../../kinds';
import type { Surroundings } from '../../watch/Surroundings';
import type { Detector, Finding } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';

/** While a node takes no more pods, the budgets of those on it are looked at so often. */
const RECHECK_MS = 10_000;

/** A node that takes no more pods. */
export type DrainStanding = {
  /** Since when, where the control plane has noted it. */
  cordonedAt?: string;
  /** An autoscaler or a cloud is about to take it away. */
  isGoing: boolean;
};

/** Pods on a node that a budget does not let go. */
interface Kept {
  budget: BudgetObject;
  workload: LeanWorkload;
  pods: readonly string[];
}

/**
 * A node that is being drained, and pods on it that a PodDisruptionBudget does not let go. A refused eviction leaves no trace in any
 * object. So a drain is supposed where all that is left on a cordoned node is what a drain leaves: pods of DaemonSets, and pods whose
 * budget allows no disruption. A node that was only cordoned keeps others too.
 */
export const drainBlocked: Detector<ObjectFacts<DrainStanding>> = {
  name: 'drain-blocked',
  detect({ object, standing, surroundings }, now, { drain: { afterSeconds } }) {
    const recheckAt = new Date(Date.parse(now) + RECHECK_MS).toISOString();
    const { kept, hasOthers } = leftOn(object.name, surroundings);
    if (hasOthers && !standing.isGoing) return { findings: [], recheckAt };
    const budgets = new Map<string, Kept[]>();
    for (const item of kept) {
      const { uid } = item.budget;
      budgets.set(uid, [...(budgets.get(uid) ?? []), item]);
    }
    return {
      recheckAt,
      findings: [...budgets.values()].map((items): Finding => {
        const [{ budget }] = items;
        const { disruptions } = budget;
        const pods = items.flatMap(item => item.pods);
        return {
          cause: `${budget.namespace}/${budget.name}`,
          severity: 'warning',
          title: `node ${object.name} cannot be drained: PodDisruptionBudget ${
            budget.name
          } lets no pod of ${items
            .map(({ workload }) => workload.name)
            .join(', ')} go`,
          since: latest(standing.cordonedAt, disruptions?.since),
          afterSeconds,
          evidence: [
            {
              label: 'Budget',
              text: `${budget.namespace}/${budget.name}: ${
                disruptions?.healthy ?? 0
              } of ${disruptions?.expected ?? 0} pods healthy, ${
                disruptions?.wanted ?? 0
              } wanted`,
            },
            { label: 'Pods', text: pods.slice(0, 10).join(', ') },
          ],
        };
      }),
    };
  },
};

export const DRAIN_ASPECT: Aspect<DrainStanding> = {
  name: 'drain',
  kind: NODE,
  read(object) {
    const { isCordoned, cordonedAt, isGoing } = readNode(object);
    if (!isCordoned && !isGoing) return undefined;
    return { isGoing, ...(cordonedAt ? { cordonedAt } : {}) };
  },
  workloads: ({ name }, _standing, surroundings) =>
    leftOn(name, surroundings).kept.map(({ workload }) => workload),
  detectors: [drainBlocked],
};

/** What is left on a node that a drain would have to wait for, and whether there is more. */
function leftOn(
  node: string,
  surroundings: Surroundings,
): { kept: Kept[]; hasOthers: boolean } {
  const kept: Kept[] = [];
  let hasOthers = false;
  for (const workload of surroundings.workloadsOn(node)) {
    if (workload.type.kind === 'DaemonSet') continue;
    const pods = surroundings.podsOn(node, workload);
    const budget = surroundings
      .budgetsOf(workload)
      .find(({ disruptions }) => disruptions?.allowed === 0);
    if (budget && pods.length > 0) kept.push({ budget, workload, pods });
    hasOthers ||= !budget && pods.length > 0;
  }
  return { kept, hasOthers };
}

function latest(...times: (string | undefined)[]): string | undefined {
  return times
    .flatMap(time => time ?? [])
    .sort()
    .at(-1);
}
