import type { IncidentId, IncidentTold } from '../script/index.ts';
import type { Scene } from './scenes.ts';

/** Times are RFC 3339, in UTC. */
export interface WorldState {
  now: string;
  phase: WorldPhase;
  clusters: { name: string; state: 'answering' | 'silent' }[];
  incidents: {
    id: IncidentId;
    phase: IncidentTold['phase'];
    /** When what leads to it began. */
    startedAt?: string;
    /** When its alert opened. */
    alertAt?: string;
    entityRef: string;
  }[];
  /** In the order of the tour. */
  scenes: Scene[];
}

/** `history` and `catching-up`: the world is still behind the present. */
export type WorldPhase = 'history' | 'catching-up' | 'living';

/** Epoch milliseconds as the state tells them. */
export function timestamp(time: number): string {
  return new Date(time).toISOString();
}
