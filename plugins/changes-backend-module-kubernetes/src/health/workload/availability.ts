import { DAEMON_SET, type RolloutPhase } from '../../kinds';
import { NOTHING, type Detector, type Finding } from '../Detector';
import type { HealthSettings } from '../HealthSettings';
import type { WorkloadFacts } from '../WorkloadFacts';
import { explainedUntil } from './explained';
import { isBelowMinimum, minimumOf } from './minimum';

const ROLLOUT: Record<RolloutPhase['state'], string> = {
  complete: 'none under way',
  'in-progress': 'under way, without progress',
  failed: 'failed',
  paused: 'paused',
};

/** A node that joins makes a DaemonSet short of a pod until that has started. */
const DAEMON_PATIENCE = 4;

/**
 * Fewer pods are ready than wanted for a while, and no rollout or scaling that makes progress explains it. Below the minimum (a
 * PodDisruptionBudget's, else half of them) it is critical. Where a Deployment's controller says that it became unavailable during the
 * rollout (`Available=False`), the rollout does not explain it: it keeps to its strategy's bounds, so the pods of before broke.
 */
export const availability: Detector<WorkloadFacts> = {
  name: 'availability',
  yieldsTo: 'all',
  detect(facts, now, settings) {
    const { workload } = facts;
    const { counts, replicas, unavailableSince } = workload;
    if (workload.deletingSince || counts.ready >= replicas) return NOTHING;
    const until = explainedUntil(workload);
    if (until > Date.parse(now) && !brokeMeanwhile(facts, settings)) {
      return Number.isFinite(until)
        ? { findings: [], recheckAt: new Date(until).toISOString() }
        : NOTHING;
    }
    const isBelow = isBelowMinimum(facts, settings);
    const { afterSeconds } = settings.availability;
    const isDaemon = workload.type.kind === DAEMON_SET.kind;
    const finding: Finding = {
      cause: '',
      severity: isBelow ? 'critical' : 'warning',
      title:
        counts.ready === 0
          ? `none of ${replicas} replicas ready`
          : `${counts.ready} of ${replicas} replicas ready`,
      ...(isBelow && unavailableSince ? { since: unavailableSince } : {}),
      afterSeconds:
        isDaemon && !isBelow ? afterSeconds * DAEMON_PATIENCE : afterSeconds,
      evidence: [
        { label: 'Replicas', text: replicasText(facts, settings) },
        { label: 'Rollout', text: ROLLOUT[workload.phase.state] },
      ],
    };
    return { findings: [finding] };
  },
};

/** The pods that were available when the rollout began are not any more. */
function brokeMeanwhile(
  facts: WorkloadFacts,
  settings: HealthSettings,
): boolean {
  const { unavailableSince, open } = facts.workload;
  return (
    unavailableSince !== undefined &&
    open.rollout !== undefined &&
    Date.parse(unavailableSince) > Date.parse(open.rollout.start) &&
    isBelowMinimum(facts, settings)
  );
}

function replicasText(facts: WorkloadFacts, settings: HealthSettings): string {
  const { counts, replicas } = facts.workload;
  const { count, budget } = minimumOf(facts, settings);
  const minimum = `at least ${Math.min(
    Math.max(count, 1),
    replicas,
  )} have to be${
    budget === undefined ? '' : ` by PodDisruptionBudget ${budget}`
  }`;
  return `${counts.ready} of ${replicas} ready; ${minimum}`;
}
