import type {
  ChangeEvent,
  FieldChange,
  HealthStatus,
  LanePlace,
} from '@ripplehq/backstage-plugin-changes-common';

/** What the ranker sees of a change: the event and, where it is known, what it altered. @internal */
export type Candidate = ChangeEvent & {
  diff?: FieldChange[];
  /** What an alert or an issue says beyond its title. */
  detail?: string;
};

/** An entity within reach, and how it was at the onset by its own watch. @internal */
export type RankedLane = LanePlace & {
  health: HealthStatus;
  /** No dependency on it is declared; why it is looked at all the same, e.g. `same namespace`. Its path is itself alone. */
  nearby?: string;
};

/** @internal */
export interface Symptom {
  entityRef: string;
  title: string;
  /** What the alarm says beyond its title. */
  detail?: string;
  status: HealthStatus;
  eventId?: string;
  environment?: string;
  /** Milliseconds; the moment at which it began lies in here. */
  onset: { from: number; to: number };
}

/** A source whose silence may hide the cause. @internal */
export interface CoverageGap {
  source: string;
  instance: string;
}

/**
 * All that the ranker knows. It sees only what the reader may see.
 * @internal
 */
export interface SuspectQuestion {
  /** The symptom's entity first. */
  lanes: RankedLane[];
  /** Changes, alerts and health issues of these lanes, with entityRefs. */
  events: Candidate[];
  symptom: Symptom;
  gaps: CoverageGap[];
  withheld: number;
  /** Names of the production environments. */
  production: string[];
}
