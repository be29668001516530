import type { HealthSettings } from '../HealthSettings';
import type { WorkloadFacts } from '../WorkloadFacts';

/** How many pods of a workload have to be ready for it to be no worse than degraded, and who says so. */
export interface Minimum {
  count: number;
  /** Name of the PodDisruptionBudget. */
  budget?: string;
}

/** By its PodDisruptionBudgets, of several the strictest; without any, by the setting. */
export function minimumOf(
  { workload: { replicas }, budgets }: WorkloadFacts,
  { availability: { minAvailable } }: HealthSettings,
): Minimum {
  const wanted = budgets.flatMap((budget): Minimum[] => {
    const { name } = budget;
    const least = amountOf(budget.minAvailable, replicas);
    const most = amountOf(budget.maxUnavailable, replicas);
    if (least !== undefined) return [{ count: least, budget: name }];
    return most === undefined
      ? []
      : [{ count: Math.max(0, replicas - most), budget: name }];
  });
  const [strictest] = wanted.sort((a, b) => b.count - a.count);
  return strictest ?? { count: amountOf(minAvailable, replicas) ?? 0 };
}

/** Whether too few pods are ready for it to be only degraded: below the minimum, or none at all. */
export function isBelowMinimum(
  facts: WorkloadFacts,
  settings: HealthSettings,
): boolean {
  const { replicas, counts } = facts.workload;
  if (replicas === 0) return false;
  const { count } = minimumOf(facts, settings);
  return counts.ready === 0 || counts.ready < Math.min(count, replicas);
}

/** Kubernetes rounds percentages up, in budgets of both forms (`GetScaledValueFromIntOrPercent`). */
function amountOf(
  amount: number | string | undefined,
  replicas: number,
): number | undefined {
  if (typeof amount !== 'string') return amount;
  const percent = /^(\d+)%$/.exec(amount);
  return percent ? Math.ceil((Number(percent[1]) * replicas) / 100) : undefined;
}
