import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { HealthSettings } from './HealthSettings';

/** Something that is wrong by the facts of one moment. */
export interface Finding {
  /** Tells two causes of one detector and subject apart, and stays the same while it lasts: a container, a missing ConfigMap. `''` where there can be one only. */
  cause: string;
  /** `critical` makes a workload unhealthy, `warning` degraded, `info` neither. */
  severity: 'critical' | 'warning' | 'info';
  /** A person's sentence, without the subject's name in front where the issue is a workload's: `app crashes again and again: exit code 1`. */
  title: string;
  /** The onset by the cluster's clock, where an object says it; absent: when it was first found. */
  since?: string;
  /** It counts once it has lasted for so long since its onset; what is open already stays open before that. Default: at once. */
  afterSeconds?: number;
  /** At most 20 are kept. */
  evidence: Evidence[];
  /** The pods that show it, of how many. Their names become evidence. */
  witnesses?: { pods: readonly string[]; of: number };
  /** The container whose last words may say why. */
  log?: { pod: string; container: string };
}

/** What a detector says at one moment. */
export interface Detection {
  findings: Finding[];
  /** RFC 3339: when time alone will change the answer, where `afterSeconds` does not say it already. */
  recheckAt?: string;
}

/**
 * Finds what is wrong by facts. Pure: the same facts at the same moment give the same answer. That issues open late, close after a quiet
 * time and are told once is not its business.
 */
export interface Detector<Facts> {
  /** Kind of its events, e.g. `crash-loop`. */
  name: string;
  /**
   * Detectors before it in the table that know the deeper reason: what it finds is not told where they tell of all the same witnesses.
   * `all`: where any of those before it tells of witnesses, and of nothing less severe; its evidence becomes theirs.
   */
  yieldsTo?: 'all' | readonly string[];
  detect(facts: Facts, now: string, settings: HealthSettings): Detection;
}

/** Nothing is wrong, and time will not change that. */
export const NOTHING: Detection = { findings: [] };
