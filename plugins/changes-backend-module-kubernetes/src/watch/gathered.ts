import { setImmediate } from 'node:timers/promises';
import type { ModelStep } from './Book';

/** So much goes into one transaction: each costs as much as many rows. */
const ITEMS_MAX = 500;

/** Joins steps as long as they are small, in their order. Others get their turn between two. */
export async function* gathered(
  steps: Iterable<ModelStep>,
): AsyncGenerator<ModelStep> {
  let sum: ModelStep | undefined;
  for (const step of steps) {
    if (!sum) {
      sum = step;
      continue;
    }
    if (itemsOf(sum) + itemsOf(step) > ITEMS_MAX) {
      yield sum;
      sum = step;
    } else {
      sum = joined(sum, step);
    }
    await setImmediate();
  }
  if (sum) yield sum;
}

/** Of a step, the longest of what is committed together. */
function itemsOf({ observations, subjects, states }: ModelStep): number {
  return Math.max(observations.length, subjects.length, states.length);
}

function joined(a: ModelStep, b: ModelStep): ModelStep {
  return {
    observations: [...a.observations, ...b.observations],
    subjects: [...a.subjects, ...b.subjects],
    states: [...a.states, ...b.states],
  };
}
