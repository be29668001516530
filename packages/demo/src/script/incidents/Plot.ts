import type { Stage } from '../Stage.ts';

/** The incidents that can be set off. */
export const INCIDENT_IDS = ['replica-cut', 'no-change'] as const;
export type IncidentId = (typeof INCIDENT_IDS)[number];

/** As it happened, or so that a person can watch it. */
export type PlotPace = 'as-it-happened' | 'to-watch';

/** When the parts of an incident happen, in epoch milliseconds. */
export interface PlotTimes {
  /** The first thing that leads to it. */
  begin: number;
  /** When the service's alert opens. */
  alert: number;
}

/** One incident, without its alert. */
export interface Plot {
  id: IncidentId;
  /** Whose alert opens. */
  service: string;
  /** Who else is hurt: everyday life leaves them alone, too. */
  alsoHurt: string[];
  pagerdutyId: string;
  alertTitle: string;
  acknowledgedBy: string;
  /** When it begins if its alert is to open at a moment, and the other way round. */
  leadMs: Record<PlotPace, number>;
  /** From the begin of putting it right to when it is right. */
  recoveryMs: Record<PlotPace, number>;
  /** Schedules all that happens but the alert. `round`: how many times it has happened before. */
  play(
    stage: Stage,
    times: PlotTimes,
    options: { pace: PlotPace; round: number },
  ): void;
  /** Schedules what puts it right, from now on. */
  recover(stage: Stage, options: { pace: PlotPace; round: number }): void;
}
