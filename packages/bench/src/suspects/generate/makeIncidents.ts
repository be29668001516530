import type { SuspectCase } from '../SuspectCase';
import { Dice } from './Dice';
import { Incident, type Templates } from './Incident';

const NO_CAUSE_SHARE = 0.28;
const TRIES_MAX = 50;

/** Which incidents are made. */
export interface IncidentsOptions {
  seed: number;
  count: number;
  templates: Templates;
}

/** Makes incidents with their truth. The same options give the same ones. */
export function makeIncidents(options: IncidentsOptions): SuspectCase[] {
  return Array.from({ length: options.count }, (_, index) => {
    const dice = Dice.create(options.seed * 100_003 + index);
    const hasCause = !dice.happens(NO_CAUSE_SHARE);
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      const incident = Incident.create(
        dice,
        hasCause ? options.templates : undefined,
      );
      if (incident) {
        return incident.tell(`${options.templates}-${options.seed}-${index}`);
      }
    }
    throw new Error(`no incident came of seed ${options.seed}, case ${index}`);
  });
}
