import type { SuspectCase } from './SuspectCase';

/** What a ranker says of a case. Probabilities and `noChange` may be any number that grows with belief; ties are ties. */
export interface RankedCase {
  suspects: { eventId: string; probability: number }[];
  /** How much it believes that no recorded change is the cause. */
  noChange: number;
}

/** Sees the case without its truth. */
export type Ranker = (one: Omit<SuspectCase, 'truth'>) => RankedCase;
